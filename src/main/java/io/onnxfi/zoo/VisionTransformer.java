package io.onnxfi.zoo;

import io.onnxfi.zoo.ParameterSpec.Role;

/**
 * Vision transformer ViT-B/16: Dosovitskiy et al. 2021, "An Image is Worth 16x16 Words", table 1,
 * with the names, shapes and order of torchvision's {@code vit_b_16}.
 *
 * <p>Trained for images of 224×224; other multiples of 16 give another number of positions.
 */
final class VisionTransformer {
  private static final int PATCH = 16;
  private static final int WIDTH = 768;
  private static final int HIDDEN = 3072;
  private static final int HEADS = 12;
  private static final int LAYERS = 12;

  private final int classes;

  VisionTransformer(int classes) {
    this.classes = classes;
  }

  Feature build(Layers layers, Feature input) {
    TokenLayers tokens = new TokenLayers(layers);
    String classToken = tokens.parameter("class_token", Role.EMBEDDING, 1, 1, WIDTH);
    Feature x = tokens.patches(input, "conv_proj", WIDTH, PATCH);
    x = tokens.prepend(x, classToken, "tokens");
    x = tokens.addPositions(x, "encoder.pos_embedding");
    for (int i = 0; i < LAYERS; i++) {
      x = encoderLayer(tokens, x, "encoder.layers.encoder_layer_" + i);
    }
    x = tokens.first(tokens.layerNorm(x, "encoder.ln"), "pooled");
    return layers.linear(x, "heads.head", classes);
  }

  private static Feature encoderLayer(TokenLayers tokens, Feature x, String name) {
    Feature y = tokens.layerNorm(x, name + ".ln_1");
    y = new SelfAttention(tokens, name + ".self_attention", HEADS).apply(y);
    Feature attended = tokens.add(x, y, name + ".add_1");
    y = tokens.layerNorm(attended, name + ".ln_2");
    y = tokens.gelu(tokens.linear(y, name + ".mlp.0", HIDDEN), name + ".mlp.1");
    y = tokens.linear(y, name + ".mlp.3", WIDTH);
    return tokens.add(attended, y, name + ".add_2");
  }
}
