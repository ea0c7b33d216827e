/**
 * Campaigns as values: what is to be run ({@link io.onnxfi.run.CampaignSpec}), running it ({@link
 * io.onnxfi.run.Runs}), and what came out ({@link io.onnxfi.run.RunResult}).
 *
 * <p>What enters: files that a user names, frameworks by name. What leaves: a run directory, a
 * typed result, and events for whoever listens ({@link io.onnxfi.run.RunListener}). Nothing here
 * prints, parses a command line or knows a terminal; whatever the command line can run, a Java
 * program can run with the same bytes in the same files.
 */
package io.onnxfi.run;
