package io.onnxfi.dataset;

import java.util.List;

/** Something in an archive that {@link FetchCatalog} offers. */
sealed interface Fetchable permits Parcel, TreeParcel {
  /**
   * Makes sure that the files are in their places, verified; without the network if they are.
   *
   * @param root the data folder
   */
  List<FetchedFile> fetch(DataRoot root, Fetcher fetcher, FetchListener listener);
}
