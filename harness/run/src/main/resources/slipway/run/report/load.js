// Draws a load: latency and rate over one time axis, how latency is spread, and how it goes with throughput.
"use strict";
(() => {
    const data = JSON.parse(document.getElementById("data").textContent);
    const element = id => document.getElementById(id);
    const LEFT = 60, RIGHT = 14; // room for the numbers of the axes; equal in all plots, so that times line up
    const LEAST = .01; // zero has no place on a logarithmic axis
    const SYNC = { key: "time", scales: ["x", null] };
    let plots = [];

    const colour = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
    const time = ms => ms == null ? "–" : ms >= 1000 ? +(ms / 1000).toFixed(2) + " s" : +ms.toFixed(ms < 10 ? 2 : 0) + " ms";
    const width = () => Math.max(320, element("timeline").clientWidth);
    const positive = list => list.map(ms => ms > 0 ? Math.max(ms, LEAST) : null);
    const axis = () => ({ stroke: colour("soft"), grid: { stroke: colour("grid"), width: 1 }, ticks: { stroke: colour("grid"), width: 1 }, font: "12px system-ui, sans-serif" });
    const line = (label, name, more) => ({ label, stroke: colour(name), width: 1.5, points: { show: false }, spanGaps: false, value: (_, ms) => time(ms), ...more });
    const rate = (_, n) => n == null ? "–" : Math.round(n * 10) / 10 + "/s";

    // From the power of ten below what there is to a little above it; labels at powers of ten alone.
    function logarithmic(lists) {
        const all = lists.flat().filter(ms => ms != null);
        const low = 10 ** Math.floor(Math.log10(all.reduce((a, b) => Math.min(a, b), 1))), high = all.reduce((a, b) => Math.max(a, b), low * 10) * 1.4;
        return {
            scale: { distr: 3, log: 10, range: () => [low, high] },
            axis: { ...axis(), size: LEFT, gap: 6, values: (_, ticks) => ticks.map(ms => ms == null ? "" : time(ms)),
                filter: (_, ticks) => ticks.map(ms => Math.abs(Math.log10(ms) - Math.round(Math.log10(ms))) < 1e-6 ? ms : null) },
        };
    }

    const frame = (height, more) => ({ width: width(), height, padding: [8, RIGHT, 0, 0], legend: { live: true }, ...more });

    function latency() {
        const lists = [data.max, data.p999, data.p99, data.p50].map(positive), y = logarithmic(lists);
        return new uPlot(frame(250, {
            cursor: { sync: SYNC, drag: { x: true, y: false } }, scales: { x: { time: false }, y: y.scale },
            axes: [{ ...axis(), values: (_, ticks) => ticks.map(s => s + " s") }, y.axis],
            series: [{ label: "time", value: (_, s) => s == null ? "–" : s.toFixed(0) + " s" }, line("slowest", "max", { width: 1, dash: [2, 3] }),
                line("99.9 % below", "late", { width: 1 }), line("99 % below", "p99"), line("half below", "p50", { width: 2.5 })],
        }), [data.t, ...lists], element("latency"));
    }

    function requests() {
        const stepped = uPlot.paths.stepped({ align: 1 });
        return new uPlot(frame(170, {
            cursor: { sync: SYNC, drag: { x: true, y: false } }, scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(1, most) * 1.1] } },
            axes: [{ ...axis(), values: (_, ticks) => ticks.map(s => s + " s") }, { ...axis(), size: LEFT, gap: 6, values: (_, ticks) => ticks.map(n => n + "/s") }],
            series: [{ label: "time", value: (_, s) => s == null ? "–" : s.toFixed(0) + " s" },
                line("sent", "max", { paths: stepped, dash: [4, 3], value: rate }), line("answered", "answered", { paths: stepped, value: rate }),
                line("✗ failed or timed out", "failed", { paths: stepped, fill: colour("failed"), value: rate })],
        }), [data.t, data.sent, data.answered, data.failed], element("rate"));
    }

    function spread() {
        const lists = [data.spread.waiting, data.spread.latency].map(positive), y = logarithmic(lists);
        const percent = nines => nines < .01 ? "0 %" : +(100 * (1 - 10 ** -nines)).toFixed(Math.max(0, Math.ceil(nines) - 1)) + " %";
        return new uPlot(frame(250, {
            scales: { x: { time: false }, y: y.scale },
            axes: [{ ...axis(), incrs: [1], values: (_, ticks) => ticks.map(percent) }, y.axis],
            series: [{ label: "of the requests", value: (_, nines) => nines == null ? "–" : percent(nines) },
                line("from where they were sent", "max", { dash: [4, 3] }), line("from where they were due", "p99", { width: 2.5 })],
        }), [data.spread.at, ...lists], element("spread"));
    }

    function curve() {
        const order = data.t.map((_, i) => i).filter(i => data.p99[i] > 0).sort((a, b) => data.answered[a] - data.answered[b]);
        const of = list => positive(order.map(i => list[i])), lists = [of(data.p99), of(data.p50)], y = logarithmic(lists);
        const dots = (label, name) => ({ ...line(label, name), paths: () => null, points: { show: true, size: 6, fill: colour(name), width: 0 } });
        return new uPlot(frame(250, {
            scales: { x: { time: false, range: (_, __, most) => [0, Math.max(1, most) * 1.05] }, y: y.scale },
            axes: [{ ...axis(), values: (_, ticks) => ticks.map(n => n + "/s") }, y.axis],
            series: [{ label: "answered", value: rate }, dots("99 % below", "p99"), dots("half below", "p50")],
        }), [order.map(i => data.answered[i]), ...lists], element("curve"));
    }

    function draw() {
        plots.forEach(plot => plot.destroy());
        plots = [latency(), requests(), spread(), curve()];
    }

    let waiting;
    addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(draw, 150); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
    // Paper is white whatever the screen is.
    addEventListener("beforeprint", () => { document.documentElement.classList.add("paper"); draw(); });
    addEventListener("afterprint", () => { document.documentElement.classList.remove("paper"); draw(); });
    draw();
})();
