package io.onnxfi.dataset;

import io.onnxfi.tensor.Shape;
import java.util.List;

/**
 * CIFAR-100 in its binary version: 50,000 training and 10,000 test images {@code [3, 32, 32]}.
 *
 * <p>A record is 3,074 bytes: the coarse label (0 to 19), which is checked and not used, the fine
 * label (0 to 99), which is the class, then the image; see {@link CifarRecords}.
 */
public final class Cifar100 implements Dataset {
  static final String NAME = "cifar100";
  static final String FOLDER = "cifar-100-binary";

  private static final int COARSE_LABELS = 20;

  /** The names of {@code fine_label_names.txt}, which are in alphabetical order. */
  private static final List<String> CLASSES =
      List.of(
          """
          apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy
          bridge bus butterfly camel can castle caterpillar cattle chair chimpanzee clock
          cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish
          forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion
          lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange
          orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine
          possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper
          snail snake spider squirrel streetcar sunflower sweet_pepper table tank
          telephone television tiger tractor train trout tulip turtle wardrobe whale
          willow_tree wolf woman worm\
          """
              .split("\\s"));

  @Override
  public String name() {
    return NAME;
  }

  /**
   * The constants of the published study (cad-polito-it/dnn-benchmarks, README), which Python
   * rounds from binary64 to binary32 as well.
   */
  @Override
  public Normalization normalization() {
    return Normalization.of(
        new float[] {
          (float) 0.5070751592371323, (float) 0.48654887331495095, (float) 0.4409178433670343
        },
        new float[] {
          (float) 0.2673342858792401, (float) 0.2564384629170883, (float) 0.27615047132568404
        });
  }

  @Override
  public List<String> classNames() {
    return CLASSES;
  }

  @Override
  public Shape image(DataRoot root) {
    return CifarRecords.IMAGE;
  }

  @Override
  public LabelledImages load(DataRoot root, Split split) {
    return switch (split) {
      case TRAIN -> records(50_000).load(root, List.of(FOLDER + "/train.bin"));
      case TEST -> records(10_000).load(root, List.of(FOLDER + "/test.bin"));
    };
  }

  private static CifarRecords records(int perFile) {
    return new CifarRecords(NAME, CLASSES, List.of(COARSE_LABELS), perFile);
  }
}
