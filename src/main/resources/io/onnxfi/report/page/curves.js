  /* Within charts.js, of pages that have curves. */
  /** Points with intervals that follow each other: what one band covers. */
  function stretches(points) {
    const found = [];
    let gap = true;
    for (const point of points) {
      if (point[3] !== null) {
        if (gap) {
          found.push([]);
        }
        found[found.length - 1].push(point);
      }
      gap = point[3] === null;
    }
    return found;
  }

  /** Rows that a legend takes, by the width of its texts. */
  function rows(names, width) {
    let count = 1;
    let used = 0;
    for (const name of names) {
      const needed = 60 + echarts.format.getTextRect(name, '12px sans-serif').width;
      if (used > 0 && used + needed > width) {
        count++;
        used = 0;
      }
      used += needed;
    }
    return count;
  }

  /** Rows above the plot for the labels of vertical lines: a label clears the lines on its right that are higher than it. */
  function flags(marks, place, right) {
    const placed = marks.map(mark => ({
      label: mark.label, at: place(mark.x), row: 0,
      width: echarts.format.getTextRect(mark.label, '12px sans-serif').width + 8,
    }));
    for (let i = placed.length - 1; i >= 0; i--) {
      const one = placed[i];
      one.left = Math.min(one.at, right - one.width);
      for (const other of placed.slice(i + 1)) {
        if (other.left < one.left + one.width || other.at < one.left + one.width) {
          one.row = Math.max(one.row, other.row + 1);
        }
      }
    }
    return placed;
  }

  const ROW = 16; // pixels
  const LEGEND_ROW = 22;

  /** Curves with a band each; on a logarithmic axis x is the logarithm, as ECharts rounds small numbers away. */
  kinds.curves = (figure, c, width) => {
    const [least, most, step] = figure.places;
    const [from, to, tick] = figure.values;
    const across = x => 60 + (x - least) / (most - least) * (width - 84);
    const names = figure.series.map(one => one.name).concat(figure.levels.map(level => level.label));
    const high = Math.max(0, ...flags(figure.marks, across, width - 8).map(flag => flag.row + 1));
    const decimals = Math.max(0, Math.ceil(-Math.log10(tick) - 1e-9));
    const number = value => value.toFixed(Math.max(2, decimals + 1));
    const options = base(figure, c);
    Object.assign(options.legend, {
      top: undefined, bottom: 0, itemWidth: 36, itemGap: 14,
      data: names.map((name, i) => i < figure.series.length ? name : { name, icon: 'path://M0,0L36,0L36,2L0,2Z' }),
    });
    const lines = figure.series.map(one => ({
      type: 'line', name: one.name, clip: false, data: one.points.map(p => [p[0], p[2]]),
      symbol: 'path://' + one.path, symbolSize: 8, showAllSymbol: true,
      lineStyle: { color: one.color, width: 2, type: one.dash.length ? one.dash : 'solid' },
      itemStyle: one.hollow ? { color: c.paper, borderColor: one.color, borderWidth: 1.5 } : { color: one.color },
      emphasis: { focus: 'series' },
    }));
    const bands = figure.series.map(one => {
      const runs = stretches(one.points);
      return {
        type: 'custom', name: one.name, silent: true, clip: true, z: 1, tooltip: { show: false }, itemStyle: { color: one.color },
        data: runs.map((run, i) => [run[0][0], run[0][2], i]), encode: { x: 0, y: 1 },
        renderItem: (params, api) => {
          const run = runs[api.value(2)];
          const ends = run.map(p => api.coord([p[0], p[3]])).concat(run.slice().reverse().map(p => api.coord([p[0], p[4]])));
          return run.length > 1
            ? { type: 'polygon', shape: { points: ends }, style: { fill: one.color, opacity: figure.opacity } }
            : { type: 'polyline', shape: { points: ends }, style: { stroke: one.color, lineWidth: 1.5, fill: 'none' } };
        },
      };
    });
    const levels = figure.levels.map(level => ({
      type: 'line', name: level.label, symbol: 'none', silent: true, z: 1,
      data: [[least, level.value], [most, level.value]],
      lineStyle: { color: c.muted, width: 1.5 }, itemStyle: { color: c.muted },
    }));
    const marks = {
      type: 'custom', name: 'marks', silent: true, clip: false, z: 4, tooltip: { show: false },
      data: figure.marks.map((mark, i) => [mark.x, from, i]), encode: { x: 0, y: 1 },
      renderItem: (params, api) => {
        const { y, height: deep } = params.coordSys;
        const flag = flags(figure.marks, value => api.coord([value, from])[0], width - 8)[api.value(2)];
        const top = y - 4 - ROW * flag.row;
        return {
          type: 'group',
          children: [{
            type: 'line', shape: { x1: flag.at, y1: top - ROW + 4, x2: flag.at, y2: y + deep },
            style: { stroke: c.muted, lineWidth: 1, lineDash: [4, 3] },
          }, {
            type: 'text',
            style: { text: flag.label, x: flag.left + 4, y: top, font: '12px sans-serif', fill: c.ink, textVerticalAlign: 'bottom', stroke: c.paper, lineWidth: 3 },
          }],
        };
      },
    };
    const decade = value => Math.abs(value - Math.round(value)) < 1e-9 ? '1e' + Math.round(value) : '';
    return Object.assign(options, {
      grid: { left: 8, right: 24, top: 40 + ROW * high, bottom: 36 + LEGEND_ROW * rows(names, width), containLabel: true },
      xAxis: axis(c, {
        type: 'value', min: least, max: most, interval: step, name: figure.xTitle, nameGap: 26,
        axisLine: { onZero: false, lineStyle: { color: c.muted } },
        axisLabel: {
          color: c.ink, hideOverlap: true,
          formatter: value => figure.logarithmic ? decade(value) : String(Number(value.toPrecision(6))),
        },
      }),
      yAxis: axis(c, Object.assign({ type: 'value', min: from, max: to, interval: tick,
        axisLabel: { color: c.ink, formatter: value => value.toFixed(decimals) },
      }, upright(figure.valueTitle), { nameGap: 14 + ROW * high })),
      tooltip: Object.assign(tooltip(c), {
        trigger: 'axis',
        formatter: shown => {
          const hovered = shown.filter(s => s.seriesIndex < lines.length && s.value[1] !== null && s.value[1] !== undefined);
          if (!hovered.length) {
            return '';
          }
          const point = s => figure.series[s.seriesIndex].points[s.dataIndex];
          const text = s => {
            const [, , value, from, to] = point(s);
            return `${escape(s.seriesName)} ${number(value)}` + (from === null ? '' : ` (${number(from)} to ${number(to)})`);
          };
          return `${escape(figure.xTitle)} ${escape(point(hovered[0])[1])}<br>`
              + hovered.map(s => `<span style="color:${figure.series[s.seriesIndex].color}">■</span> ${text(s)}`).join('<br>');
        },
      }),
      series: lines.concat(bands, levels, figure.marks.length ? [marks] : []),
    });
  };
