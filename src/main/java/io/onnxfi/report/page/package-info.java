/**
 * HTML pages: the report of a run, and that of a study. Each is one file that opens from disk and
 * asks the network for nothing.
 *
 * <p>Enters: {@link io.onnxfi.report.RunResults}, or the texts, figures and tables of a study.
 * Leaves: a {@link io.onnxfi.report.page.Page}, and files of it with its figures and tables. The
 * markup is a Mustache template that escapes what it is given; the charts are ECharts', drawn as
 * SVG from the data of {@link io.onnxfi.report.figure.Figure}s; the table of all faults is plain
 * HTML, filled page by page, so that keyboard and screen reader need no library. Script, style and
 * data stand in the page.
 */
package io.onnxfi.report.page;
