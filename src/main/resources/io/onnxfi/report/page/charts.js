/* Draws the figures of the report with ECharts; their numbers come as JSON. */
(() => {
  'use strict';
  const report = JSON.parse(document.getElementById('report-data').textContent);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const PAPER_WIDTH = 680; // pixels on a printed page
  const escape = echarts.format.encodeHTML;
  const count = value => value.toLocaleString('en-US');
  const percent = value => value === null ? '–' : value.toFixed(3) + ' %';

  /** Text and line colours: the page's own, or those of white paper. */
  function colours(paper) {
    const style = getComputedStyle(document.documentElement);
    return paper
      ? { ink: '#1b1f24', muted: '#57606a', line: '#d0d7de', paper: '#ffffff' }
      : Object.fromEntries(['ink', 'muted', 'line', 'paper'].map(
          name => [name, style.getPropertyValue('--' + name).trim()]));
  }

  function base(figure, c) {
    return {
      animation: false,
      textStyle: { color: c.ink, fontFamily: 'system-ui, "DejaVu Sans", sans-serif' },
      aria: { enabled: true, label: { description: figure.description } },
      legend: { top: 0, left: 0, textStyle: { color: c.ink }, itemWidth: 14 },
    };
  }

  /** Room above the plot: for the legend, which is a column where a line would be too long, and a title. */
  function above(names, width) {
    const long = names.join('').length * 7 + names.length * 30 > width;
    return { orient: long ? 'vertical' : 'horizontal', room: (long ? 24 * names.length : 24) + 32 };
  }

  /** The title of a vertical axis, written above it. */
  const upright = name => ({
    name, nameLocation: 'end', nameGap: 12,
    nameTextStyle: { align: 'left' },
  });

  function axis(c, more) {
    const title = Object.assign({ color: c.muted }, more.nameTextStyle);
    return Object.assign({
      axisLine: { lineStyle: { color: c.muted } },
      axisLabel: { color: c.ink },
      nameLocation: 'middle',
      splitLine: { lineStyle: { color: c.line } },
    }, more, { nameTextStyle: title });
  }

  const tooltip = c => ({
    backgroundColor: c.paper, borderColor: c.line, textStyle: { color: c.ink }, confine: true,
  });

  function bars(figure, c, width) {
    const { orient, room } = above(figure.series.map(one => one.name), width);
    const lying = figure.stacked || figure.categories.some(name => name.length > 3);
    const categories = axis(c, {
      type: 'category', data: figure.categories, splitLine: { show: false }, inverse: lying,
      name: lying ? '' : figure.categoryTitle, nameGap: 26, axisTick: { show: false },
    });
    const values = axis(c, {
      type: 'value', min: {{#below-zero}}null{{/below-zero}}{{^below-zero}}0{{/below-zero}}, ...(lying ? { name: figure.valueTitle, nameGap: 24 } : upright(figure.valueTitle)),
    });
    if (figure.stacked) {
      values.max = 100;
    }
    const options = base(figure, c);
    options.legend.orient = orient;
    return Object.assign(options, {
      grid: { left: 8, right: 24, top: room - (lying ? 20 : 0), bottom: 28, containLabel: true },
      xAxis: lying ? values : categories,
      yAxis: lying ? categories : values,
      tooltip: Object.assign(tooltip(c), {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        formatter: shown => {
          const at = shown[0].dataIndex;
          const faults = figure.faults.length ? `, ${count(figure.faults[at])} faults` : '';
          const lines = shown.map(s => `${s.marker}${escape(s.seriesName)} ${percent(figure.series[s.seriesIndex].values[at])}`);
          return `${escape(figure.categoryTitle)} ${escape(figure.categories[at])}${faults}<br>${lines.join('<br>')}`;
        },
      }),
      series: figure.series.map(one => ({
        type: 'bar', name: one.name, data: one.values, itemStyle: { color: one.color },
        stack: figure.stacked ? 'all' : undefined, barGap: '0%', barMaxWidth: 28,
      })),
    });
  }

  function heatMap(figure, c, width) {
    const room = (width - 160) / figure.bits.length;
    const longest = Math.max(...figure.cells.map(cell => count(cell[3]).length));
    return Object.assign(base(figure, c), {
      grid: { left: 8, right: 8, top: 8, bottom: 68, containLabel: true },
      legend: { show: false },
      xAxis: axis(c, {
        type: 'category', data: figure.bits.map(String), name: 'bit', nameGap: 24,
        axisTick: { show: false },
      }),
      yAxis: axis(c, { type: 'category', data: figure.layers, inverse: true, axisTick: { show: false } }),
      visualMap: {
        min: 0, max: 1, dimension: 4, calculable: false, orient: 'horizontal', left: 'center', bottom: 0,
        itemHeight: 160, text: ['100 %', figure.valueTitle + (figure.floor ? `, logarithmic  ≤ ${figure.floor} %` : '  0 %')], textStyle: { color: c.ink },
        inRange: { color: figure.colors },
      },
      tooltip: Object.assign(tooltip(c), {
        formatter: p => `${escape(figure.layers[p.value[1]])}, bit ${figure.bits[p.value[0]]}<br>`
            + `${percent(p.value[2])} of ${count(p.value[3])} fault${p.value[3] === 1 ? '' : 's'}`,
      }),
      series: [{
        type: 'heatmap',
        name: figure.valueTitle,
        itemStyle: { borderColor: c.paper, borderWidth: 1 },
        label: { show: room >= Math.max(12, 6 * longest), fontSize: 9, formatter: p => count(p.value[3]) },
        data: figure.cells.map(cell => ({
          value: cell, label: { color: cell[4] < 0.55 ? '#ffffff' : '#000000' },
        })),
      }],
    });
  }

  function scatter(figure, c) {
    const symbols = ['circle', 'diamond', 'rect'];
    const most = figure.images + 1;
    const side = (name, title) => axis(c, Object.assign({
      type: 'log', min: 1, max: most, name: `${name}, ${figure.unit} + 1`, nameGap: 30,
      axisLabel: { color: c.ink, showMaxLabel: false },
    }, title));
    return Object.assign(base(figure, c), {
      grid: { left: 8, right: 40, top: 56, bottom: 32, containLabel: true },
      xAxis: side(figure.left, {}),
      yAxis: side(figure.right, upright(`${figure.right}, ${figure.unit} + 1`)),
      tooltip: Object.assign(tooltip(c), {
        formatter: p => p.value.length < 3 ? 'equal counts'
            : `${escape(figure.left)} ${count(p.value[0] - 1)}<br>${escape(figure.right)} ${count(p.value[1] - 1)}<br>`
              + `${count(p.value[2])} fault${p.value[2] === 1 ? '' : 's'}`,
      }),
      series: [{
        type: 'line', name: 'equal counts', data: [[1, 1], [most, most]], symbol: 'none',
        lineStyle: { color: c.muted, width: 1 }, itemStyle: { color: c.muted },
      }].concat(figure.classes.map((one, i) => ({
        type: 'scatter', name: one.name, symbol: symbols[i], symbolSize: 7 + 2 * i,
        itemStyle: { color: one.color, opacity: 0.8 },
        data: one.points.map(p => [p[0] + 1, p[1] + 1, p[2]]),
      }))),
    });
  }

  const kinds = { bars, heatMap, scatter };
{{#factors}}
{{factors}}
{{/factors}}
{{#curves}}
{{curves}}
{{/curves}}

  function height(figure) {
{{#curves}}
    if (figure.kind === 'curves') {
      return 400 + 12 * figure.series.length;
    }
{{/curves}}
    if (figure.kind === 'heatMap') {
      return 100 + 18 * figure.layers.length;
    }
    if (figure.kind === 'scatter') {
      return 460;
    }
    const lying = figure.stacked || figure.categories.some(name => name.length > 3);
    const row = figure.stacked ? 44 : 9 * figure.series.length + 6;
    return lying ? 100 + row * figure.categories.length : 340;
  }

  const charts = report.figures.map(figure => {
    const place = document.getElementById('chart-' + figure.name);
    place.style.height = height(figure) + 'px';
    const chart = echarts.init(place, null, { renderer: 'svg' });
    return { figure, place, chart };
  });

  function draw(paper) {
    const c = colours(paper);
    for (const { figure, place, chart } of charts) {
      const width = paper ? PAPER_WIDTH : place.clientWidth;
      chart.resize({ width });
      chart.setOption(kinds[figure.kind](figure, c, width), true);
    }
  }

  draw(false);
  let waiting = 0;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => draw(false), 100);
  });
  scheme.addEventListener('change', () => draw(false));
  addEventListener('beforeprint', () => draw(true));
  addEventListener('afterprint', () => draw(false));
})();
