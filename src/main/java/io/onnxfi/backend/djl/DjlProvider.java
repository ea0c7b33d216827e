package io.onnxfi.backend.djl;

import io.onnxfi.backend.Arrangement;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** PyTorch through DJL by the name {@code djl}. It computes in one way only: settings pass by. */
public final class DjlProvider implements BackendProvider {
  static final String ID = "djl";
  static final String TITLE = "PyTorch (DJL)";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return TITLE;
  }

  /** From the file in which DJL's engine says for which libtorch it was built. */
  @Override
  public String libraries() {
    Properties versions = new Properties();
    try (InputStream in = DjlProvider.class.getResourceAsStream("/pytorch-engine.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("pytorch-engine.properties cannot be read", e);
    }
    return "PyTorch %s (DJL %s)"
        .formatted(versions.getProperty("pytorch_version"), versions.getProperty("djl_version"));
  }

  @Override
  public Backend open(BackendSettings settings) {
    return new DjlBackend();
  }

  @Override
  public BackendSettings settings(Map<String, String> description) {
    return BackendSettings.DEFAULT;
  }

  /** Other batches: libtorch's Linear sums in another order for another batch. */
  @Override
  public List<Variant> variants(BackendSettings settings, int batch, Variant.Use use) {
    if (use == Variant.Use.CAMPAIGN) {
      int other = 2 * batch;
      return List.of(new Variant("batches of " + other, new DjlBackend(), other));
    }
    return batch > 1 ? List.of(new Variant("images one by one", new DjlBackend(), 1)) : List.of();
  }

  @Override
  public List<Arrangement> arrangements(BackendSettings settings, int threads) {
    return List.of(
        new Arrangement(
            "%d workers with 1 thread".formatted(threads), DjlBackend::new, threads, true, false));
  }
}
