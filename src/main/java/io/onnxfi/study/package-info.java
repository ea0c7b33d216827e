/**
 * Studies: small programs over trials, trainings and accuracies. This package has what they share:
 * the folder that a study fills and goes on with, its configuration, its tables of results.
 *
 * <p>Enters: a configuration. Leaves: a folder with a manifest, tables, figures and a page. Must
 * not know terminals, command lines or frameworks by name.
 */
package io.onnxfi.study;
