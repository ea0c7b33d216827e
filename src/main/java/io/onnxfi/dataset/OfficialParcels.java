package io.onnxfi.dataset;

import java.util.List;

/**
 * CIFAR-10 and MNIST as they are published, with the checksums of the packed and unpacked files.
 */
final class OfficialParcels {
  private static final long CIFAR10_BYTES = 30_730_000;

  private OfficialParcels() {}

  /** The archive of the binary version; its MD5 is on the CIFAR-10 page. */
  static List<Parcel> cifar10(Sources sources) {
    return List.of(
        new Parcel(
            Cifar10.NAME,
            sources.cifar10().resolve("cifar-10-binary.tar.gz"),
            "cifar-10-binary.tar.gz",
            Checksum.md5("c32a1d4ab5d03f1284b67883e8d87530"),
            Packing.TAR_GZ,
            List.of(
                cifar10File("data_batch_1.bin", "5dd7e06a14cb22eb9f671a540d1b7c25"),
                cifar10File("data_batch_2.bin", "5ea93a67294ea407fff1d09f752e9692"),
                cifar10File("data_batch_3.bin", "942cd6a4bcdd0dd3c604fbe906cb4421"),
                cifar10File("data_batch_4.bin", "ae636b3ba5c66a11e91e8cb52e771fcb"),
                cifar10File("data_batch_5.bin", "53f37980c15c3d472c316c40844f3f0d"),
                cifar10File("test_batch.bin", "803d5f7f4d78ea53de84dbe85f74fb6d"))));
  }

  /** Four compressed IDX files; the MD5s of the packed ones are those that torchvision checks. */
  static List<Parcel> mnist(Sources sources) {
    return List.of(
        mnistParcel(
            sources,
            "train-images-idx3-ubyte",
            "f68b3c2dcbeaaa9fbdd348bbdeb94873",
            47_040_016,
            "6bbc9ace898e44ae57da46a324031adb"),
        mnistParcel(
            sources,
            "train-labels-idx1-ubyte",
            "d53e105ee54ea40749a09fcbcd1e9432",
            60_008,
            "a25bea736e30d166cdddb491f175f624"),
        mnistParcel(
            sources,
            "t10k-images-idx3-ubyte",
            "9fb629c4189551a2d022fa330f9573f3",
            7_840_016,
            "2646ac647ad5339dbf082846283269ea"),
        mnistParcel(
            sources,
            "t10k-labels-idx1-ubyte",
            "ec29112dd5afa0611ce80d1b7f02629c",
            10_008,
            "27ae3e4e09519cfbb04c329615203637"));
  }

  private static ExpectedFile cifar10File(String name, String md5) {
    return new ExpectedFile(Cifar10.FOLDER + "/" + name, CIFAR10_BYTES, Checksum.md5(md5));
  }

  private static Parcel mnistParcel(
      Sources sources, String name, String packedMd5, long bytes, String md5) {
    String path = Mnist.FOLDER + "/" + name;
    return new Parcel(
        Mnist.NAME,
        sources.mnist().resolve(name + ".gz"),
        path + ".gz",
        Checksum.md5(packedMd5),
        Packing.GZIP,
        List.of(new ExpectedFile(path, bytes, Checksum.md5(md5))));
  }
}
