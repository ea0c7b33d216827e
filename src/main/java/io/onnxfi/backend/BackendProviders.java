package io.onnxfi.backend;

import io.onnxfi.error.MalformedInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** The frameworks that can be chosen by name. */
public final class BackendProviders {
  private BackendProviders() {}

  /** All that are on the class path, those that OnnxFI brings first. */
  public static List<BackendProvider> all() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /** Names of all, for messages: {@code ort or djl}. */
  public static String names() {
    return String.join(" or ", all().stream().map(BackendProvider::id).toList());
  }

  /**
   * The framework of that name.
   *
   * @param where the name was given, for messages
   * @throws MalformedInputException if there is none
   */
  public static BackendProvider named(String id, String where) {
    Optional<BackendProvider> found =
        all().stream().filter(provider -> provider.id().equals(id)).findFirst();
    return found.orElseThrow(() -> MalformedInputException.of(where, names(), "'" + id + "'"));
  }

  /**
   * The frameworks of these names, in their order.
   *
   * @throws MalformedInputException if one is unknown or named twice
   */
  public static List<BackendProvider> named(List<String> ids, String where) {
    Set<String> seen = new HashSet<>();
    List<BackendProvider> providers = new ArrayList<>();
    for (String id : ids) {
      providers.add(named(id, where));
      if (!seen.add(id)) {
        throw MalformedInputException.of(where, names() + " once", "'" + id + "' twice");
      }
    }
    return providers;
  }
}
