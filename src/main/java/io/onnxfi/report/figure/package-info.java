/**
 * The figures and tables of a run: as data, as pictures and as files for papers.
 *
 * <p>Enters: {@link io.onnxfi.report.RunResults}. Leaves: {@link io.onnxfi.report.figure.Figure}s
 * and {@link io.onnxfi.report.figure.DataTable}s, which the HTML page shows as well, so that page
 * and paper have the same numbers; PNG and SVG; CSV, Markdown and LaTeX. Must not know HTML.
 */
package io.onnxfi.report.figure;
