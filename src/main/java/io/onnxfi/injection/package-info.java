/**
 * Injection: (model, fault) to model, with exactly the requested bit changed.
 *
 * <p>Pure: the model that enters is not touched. Must not know backends.
 */
package io.onnxfi.injection;
