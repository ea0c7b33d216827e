/**
 * The study of training under errors: does a network that has learnt with Gaussian errors in its
 * input and in the outputs of its layers stand such errors better, and those that compilers make?
 */
package io.onnxfi.study.aware;
