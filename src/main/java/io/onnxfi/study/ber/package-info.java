/**
 * The study of random bit errors: how accuracy falls with the rate at which each bit of a model's
 * parameters flips, which layers and bits cause it, and whether the frameworks agree.
 *
 * <p>Enters: a {@link io.onnxfi.study.ber.BerSpec}. Leaves: tables, figures and a page. Must not
 * know terminals, command lines or frameworks by name.
 */
package io.onnxfi.study.ber;
