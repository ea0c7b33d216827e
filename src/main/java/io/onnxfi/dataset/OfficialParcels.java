package io.onnxfi.dataset;

import java.util.List;

/**
 * The data sets as they are published, with the checksums of the archives and, where they are few,
 * of the files in them.
 */
final class OfficialParcels {
  private static final long CIFAR10_BYTES = 30_730_000;

  private OfficialParcels() {}

  /** The archive of the binary version; its MD5 is on the CIFAR-10 page. */
  static List<Fetchable> cifar10(Sources sources) {
    return List.of(
        new Parcel(
            new Archive(
                Cifar10.NAME,
                sources.cifar().resolve("cifar-10-binary.tar.gz"),
                "cifar-10-binary.tar.gz",
                Checksum.md5("c32a1d4ab5d03f1284b67883e8d87530"),
                Packing.TAR_GZ),
            List.of(
                cifar10File("data_batch_1.bin", "5dd7e06a14cb22eb9f671a540d1b7c25"),
                cifar10File("data_batch_2.bin", "5ea93a67294ea407fff1d09f752e9692"),
                cifar10File("data_batch_3.bin", "942cd6a4bcdd0dd3c604fbe906cb4421"),
                cifar10File("data_batch_4.bin", "ae636b3ba5c66a11e91e8cb52e771fcb"),
                cifar10File("data_batch_5.bin", "53f37980c15c3d472c316c40844f3f0d"),
                cifar10File("test_batch.bin", "803d5f7f4d78ea53de84dbe85f74fb6d"))));
  }

  /** The archive of the binary version; its MD5 is on the CIFAR page. */
  static List<Fetchable> cifar100(Sources sources) {
    return List.of(
        new TreeParcel(
            new Archive(
                Cifar100.NAME,
                sources.cifar().resolve("cifar-100-binary.tar.gz"),
                "cifar-100-binary.tar.gz",
                Checksum.md5("03b5dce01913d631647c71ecec9e9cb8"),
                Packing.TAR_GZ),
            "",
            Cifar100.FOLDER));
  }

  /**
   * The three archives of the final data set. The MD5s of the two for testing are those that
   * torchvision checks; that of the training images is what six independent public loaders check,
   * which agree on the other two as well. The publisher states none.
   */
  static List<Fetchable> gtsrb(Sources sources) {
    return List.of(
        gtsrb(
            sources,
            "GTSRB_Final_Training_Images.zip",
            "f33fd80ac59bff73c82d25ab499e03a3",
            Gtsrb.TRAINING),
        gtsrb(
            sources, "GTSRB_Final_Test_Images.zip", "c7e4e6327067d32654124b0fe9e82185", Gtsrb.TEST),
        gtsrb(
            sources,
            "GTSRB_Final_Test_GT.zip",
            "fe31e9c9270bbcd7b84b7f21a9d9d9e5",
            Gtsrb.TEST_TABLE));
  }

  /** One archive; the publisher states no checksum, and all public loaders check this MD5. */
  static List<Fetchable> tinyImageNet(Sources sources) {
    return List.of(
        new TreeParcel(
            new Archive(
                TinyImageNet.NAME,
                sources.tinyImageNet().resolve("tiny-imagenet-200.zip"),
                "tiny-imagenet-200.zip",
                Checksum.md5("90528d7ca1a48142e341f4ef8d21d0de"),
                Packing.ZIP),
            "",
            TinyImageNet.FOLDER));
  }

  /** Four compressed IDX files; the MD5s of the packed ones are those that torchvision checks. */
  static List<Fetchable> mnist(Sources sources) {
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
        new Archive(
            Mnist.NAME,
            sources.mnist().resolve(name + ".gz"),
            path + ".gz",
            Checksum.md5(packedMd5),
            Packing.GZIP),
        List.of(new ExpectedFile(path, bytes, Checksum.md5(md5))));
  }

  private static TreeParcel gtsrb(Sources sources, String name, String md5, String entry) {
    return new TreeParcel(
        new Archive(
            Gtsrb.NAME,
            sources.gtsrb().resolve(name),
            Gtsrb.FOLDER + "/" + name,
            Checksum.md5(md5),
            Packing.ZIP),
        Gtsrb.FOLDER,
        entry);
  }
}
