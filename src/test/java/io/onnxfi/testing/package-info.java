/** What tests of several packages share: the real data sets, where a machine has them. */
package io.onnxfi.testing;
