/**
 * Tables in text, as people have them.
 *
 * <p>Enters: a file in any of the forms that spreadsheets, pandas and editors give a CSV. Leaves:
 * its records, and what was assumed to read them ({@link io.onnxfi.csv.CsvFile}); or a file in the
 * published form ({@link io.onnxfi.csv.CsvForm}). Must not know what the columns mean.
 */
package io.onnxfi.csv;
