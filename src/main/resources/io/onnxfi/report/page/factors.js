  /* Within charts.js, of pages that have figures by factors other than layer and bit. */
  const MARKS = [
    'M5,0A5,5,0,1,1,5,10A5,5,0,1,1,5,0Z',
    'M5,-1L11,5L5,11L-1,5Z',
    'M1,1L9,1L9,9L1,9Z',
    'M5,-1L11,10L-1,10Z',
    'M-1,0L11,0L5,11Z',
    'M4,0L6,0L6,4L10,4L10,6L6,6L6,10L4,10L4,6L0,6L0,4L4,4Z',
  ];

  /** Rates as marks on the lines of their intervals, those of a category side by side. */
  kinds.intervals = (figure, c, width) => {
    const names = figure.series.map(one => one.name);
    const { orient, room } = above(names, width);
    const lying = figure.categories.some(name => name.length > 3);
    const categories = axis(c, {
      type: 'category', data: figure.categories, splitLine: { show: false }, inverse: lying,
      name: lying ? '' : figure.categoryTitle, nameGap: 26, axisTick: { show: false },
      axisLine: { onZero: false, lineStyle: { color: c.muted } }, // a logarithmic axis has none
    });
    const values = axis(c, Object.assign({
      type: 'log', min: figure.floor, max: 100,
    }, lying ? { name: figure.valueTitle, nameGap: 24 } : upright(figure.valueTitle)));
    const shown = value => Math.max(value, figure.floor);
    const count = figure.series.length;
    const options = base(figure, c);
    options.legend.orient = orient;
    options.legend.data = names.map((name, i) => ({ name, icon: 'path://' + MARKS[i] }));
    return Object.assign(options, {
      grid: { left: 8, right: 24, top: room - (lying ? 20 : 0), bottom: 28, containLabel: true },
      xAxis: lying ? values : categories,
      yAxis: lying ? categories : values,
      tooltip: Object.assign(tooltip(c), {
        formatter: p => `${escape(figure.categoryTitle)} ${escape(figure.categories[p.value[0]])}, ${escape(p.seriesName)}<br>`
            + `${percent(p.value[5])} (${percent(p.value[6])} to ${percent(p.value[7])}) of ${p.value[4].toLocaleString('en-US')} fault${p.value[4] === 1 ? '' : 's'}`,
      }),
      series: figure.series.map((one, i) => ({
        type: 'custom', name: one.name, itemStyle: { color: one.color },
        data: one.rates.map(([at, rate, from, to, faults]) => [at, shown(rate), shown(from), shown(to), faults, rate, from, to]),
        dimensions: ['category', 'shown', 'shownFrom', 'shownTo', 'faults', 'rate', 'from', 'to'],
        encode: lying ? { y: 0, x: [1, 2, 3] } : { x: 0, y: [1, 2, 3] },
        renderItem: (params, api) => {
          const at = value => api.coord(lying ? [value, api.value(0)] : [api.value(0), value]);
          const across = api.size(lying ? [0, 1] : [1, 0])[lying ? 1 : 0];
          const aside = 0.7 * across * ((i + 0.5) / count - 0.5);
          const [rate, from, to] = [1, 2, 3].map(dimension => at(api.value(dimension)));
          const [dx, dy] = lying ? [0, aside] : [aside, 0];
          return {
            type: 'group',
            children: [{
              type: 'line',
              shape: { x1: from[0] + dx, y1: from[1] + dy, x2: to[0] + dx, y2: to[1] + dy },
              style: { stroke: one.color, lineWidth: 1.5 },
            }, {
              type: 'path',
              shape: { pathData: MARKS[i], x: rate[0] + dx - 4, y: rate[1] + dy - 4, width: 8, height: 8 },
              style: { fill: one.color },
            }],
          };
        },
      })),
    });
  };

  /** Maps of any two factors: charts.js calls their columns bits. */
  kinds.heatMap = (figure, c, width) => {
    const options = heatMap(figure, c, width);
    if (figure.columnTitle) {
      options.xAxis.name = figure.columnTitle;
      options.tooltip.formatter = p => `${escape(figure.layers[p.value[1]])}, ${escape(String(figure.bits[p.value[0]]))}<br>`
          + `${percent(p.value[2])} of ${p.value[3].toLocaleString('en-US')} fault${p.value[3] === 1 ? '' : 's'}`;
    }
    return options;
  };
