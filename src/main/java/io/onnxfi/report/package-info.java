/**
 * Run directories, written and read back, and reports: CSV, JSON and terminal tables.
 *
 * <p>Enters: outcomes and agreement. Leaves: files and text. Must not know how outcomes arose.
 */
package io.onnxfi.report;
