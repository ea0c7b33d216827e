/**
 * What can go wrong outside the program, told so that a user can fix it.
 *
 * <p>Three kinds, never mixed: input that is not what its format promises ({@link
 * io.onnxfi.error.MalformedInputException}), input that is sound but beyond what is implemented
 * ({@link io.onnxfi.error.UnsupportedInputException}), and something missing on the machine ({@link
 * io.onnxfi.error.MissingResourceException}). Violated preconditions of the API are {@link
 * java.lang.IllegalArgumentException}. A model that breaks under a fault is an outcome and no
 * error. {@link io.onnxfi.error.Failure} says of anything thrown, by the system too, which kind it
 * is. Knows no other package.
 */
package io.onnxfi.error;
