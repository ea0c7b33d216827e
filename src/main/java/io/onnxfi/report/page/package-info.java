/**
 * The HTML report of a run: one file that opens from disk and asks the network for nothing.
 *
 * <p>Enters: {@link io.onnxfi.report.RunResults}. Leaves: a page. The markup is a Mustache template
 * that escapes what it is given; the charts are ECharts', drawn as SVG from the data of {@link
 * io.onnxfi.report.figure.Figure}s; the table of all faults is plain HTML, filled page by page, so
 * that keyboard and screen reader need no library. Script, style and data stand in the page.
 */
package io.onnxfi.report.page;
