// Draws the timeline: three plots over one time axis, and lanes that name what was done when.
"use strict";
(() => {
    const data = JSON.parse(document.getElementById("data").textContent);
    const element = id => document.getElementById(id);
    const LEFT = 60, RIGHT = 14; // room for the numbers of the axes; equal in all plots, so that times line up
    const LANES = 8; // of names above the plots
    const bins = data.answered.map((_, i) => Math.round(i * data.bin * 1000) / 1000);
    const SYNC = { key: "time", scales: ["x", null] };
    let plots = [];

    const colour = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
    const faint = (hex, part) => hex + Math.round(part * 255).toString(16).padStart(2, "0");
    const time = ms => ms == null ? "–" : ms >= 1000 ? +(ms / 1000).toFixed(2) + " s" : ms + " ms";
    const seconds = s => s == null ? "–" : s.toFixed(s % 1 ? 2 : 0) + " s";

    const deeds = data.spans.filter(span => !span.phase);
    const phases = data.spans.filter(span => span.phase);
    const full = { min: 0, max: Math.max(data.end * 1.01, 1) }; // a little room for what happened last
    let shown = { ...full };

    // What was done is shaded in every plot; phases are parted by a thin line.
    function shade(u) {
        const { left, top, width, height } = u.bbox, ctx = u.ctx;
        const x = s => Math.min(left + width, Math.max(left, u.valToPos(s, "x", true)));
        ctx.save();
        for (const span of deeds) {
            const from = x(span.begin), to = Math.max(x(span.end), from + 1);
            ctx.fillStyle = colour("deed");
            ctx.fillRect(from, top, to - from, height);
            ctx.fillStyle = colour("deed-edge");
            ctx.fillRect(from, top, 1, height);
            ctx.fillRect(to - 1, top, 1, height);
        }
        ctx.fillStyle = colour("line");
        for (const phase of phases)
            for (const edge of [phase.begin, phase.end]) ctx.fillRect(x(edge), top, 1, height);
        ctx.restore();
    }

    function cross(ctx, x, y, r) {
        ctx.moveTo(x - r, y - r); ctx.lineTo(x + r, y + r);
        ctx.moveTo(x + r, y - r); ctx.lineTo(x - r, y + r);
    }

    function failuresAsCrosses(u) {
        const ctx = u.ctx, px = devicePixelRatio || 1, box = u.bbox;
        ctx.save();
        ctx.beginPath();
        ctx.rect(box.left, box.top, box.width, box.height);
        ctx.clip();
        ctx.beginPath();
        for (const [s, ms] of data.marks) cross(ctx, u.valToPos(s, "x", true), u.valToPos(ms, "y", true), 3.5 * px);
        ctx.strokeStyle = colour("failed");
        ctx.lineWidth = 1.6 * px;
        ctx.stroke();
        ctx.restore();
    }

    // At least four pixels high: one failure among hundreds has to be seen.
    function failuresAsBars(u) {
        const ctx = u.ctx, px = devicePixelRatio || 1, box = u.bbox;
        ctx.save();
        ctx.beginPath();
        ctx.rect(box.left, box.top, box.width, box.height);
        ctx.clip();
        ctx.fillStyle = colour("failed");
        data.failed.forEach((n, i) => {
            if (!n) return;
            const from = u.valToPos(bins[i], "x", true), to = u.valToPos(bins[i] + data.bin, "x", true);
            const bottom = u.valToPos(0, "y", true), high = Math.max(bottom - u.valToPos(n / data.bin, "y", true), 4 * px);
            ctx.fillRect(from, bottom - high, Math.max(to - from, 2 * px), high);
        });
        ctx.restore();
    }

    // Where fewer pods were ready than promised, the gap is filled.
    function brokenPromise(u) {
        const ctx = u.ctx, pods = data.pods;
        ctx.save();
        ctx.fillStyle = faint(colour("failed"), .9);
        pods.t.forEach((t, i) => {
            if (pods.ready[i] >= pods.promised[i]) return;
            const next = i + 1 < pods.t.length ? pods.t[i + 1] : data.end;
            const from = Math.max(u.bbox.left, u.valToPos(t, "x", true));
            const to = Math.min(u.bbox.left + u.bbox.width, u.valToPos(next, "x", true));
            const top = u.valToPos(pods.promised[i], "y", true), bottom = u.valToPos(pods.ready[i], "y", true);
            if (to > from) ctx.fillRect(from, top, Math.max(to - from, 2), bottom - top);
        });
        ctx.restore();
    }

    function options(height, last, y, series, draw, more) {
        const axis = { stroke: colour("soft"), grid: { stroke: colour("grid"), width: 1 }, ticks: { stroke: colour("grid"), width: 1 }, font: "12px system-ui, sans-serif" };
        return {
            width: width(), height: height + (last ? 30 : 12), padding: [8, RIGHT, last ? 0 : 4, 0],
            cursor: { sync: SYNC, drag: { x: true, y: false }, points: { size: 6 }, ...(more && more.cursor) },
            scales: { x: { time: false, range: (_, min, max) => more && more.free ? [min, max] : [shown.min, shown.max] }, y: y.scale },
            axes: [
                { ...axis, show: true, size: last ? 30 : 6, values: (_, ticks) => last ? ticks.map(t => t + " s") : ticks.map(() => "") },
                { ...axis, size: LEFT, gap: 6, values: y.values, ...(y.splits && { splits: y.splits }), ...(y.filter && { filter: y.filter }) },
            ],
            series: [{ label: "time", value: (_, s) => seconds(s) }, ...series],
            hooks: { drawClear: [shade], draw: draw, setSelect: [zoom] },
            legend: { live: true },
        };
    }

    const width = () => Math.max(320, element("timeline").clientWidth);

    // One zoom for all plots and the lanes.
    function zoom(u) {
        if (u.select.width < 4) return;
        shown = { min: u.posToVal(u.select.left, "x"), max: u.posToVal(u.select.left + u.select.width, "x") };
        setTimeout(draw);
    }

    // A name never stands on another: what would meet something goes one lane down, and what finds no room stands
    // in the last lane, without a name but where the pointer is.
    function lanes() {
        const box = element("lanes"), inner = width() - LEFT - RIGHT;
        const scale = s => LEFT + inner * (Math.min(Math.max(s, shown.min), shown.max) - shown.min) / (shown.max - shown.min);
        const taken = []; // up to which pixel, by lane
        const lane = from => taken.findIndex(to => to <= from);
        let crowded = false;
        box.replaceChildren();
        for (const span of data.spans) {
            if (span.end < shown.min || span.begin > shown.max) continue;
            const left = scale(span.begin), right = Math.max(scale(span.end), left + 4);
            const words = span.name + (span.open ? " (cut off)" : span.failure ? " (failed)" : "");
            const block = document.createElement("div");
            block.className = (span.phase ? "phase" : span.real ? "deed fault" : "deed") + (span.failure || span.open ? " broken" : "");
            block.textContent = words;
            block.title = words + ": " + seconds(span.begin) + " to " + seconds(span.end) + (span.failure ? "; " + span.failure : "");
            block.style.left = left + "px";
            block.style.width = right - left + "px";
            box.append(block);
            if (span.phase) continue;
            let from = left, to = right, label = null;
            // Of a fault, below where it was seen: from its deed to its end, and as it was planned. What ends by itself
            // lasts as long as it was seen, and what was planned to end with something else as long as it did.
            const over = span.real?.[1] ?? span.end;
            const lines = span.real ? [["real", "done", span.real], ["plan", "planned", span.planned]].map(([kind, word, [begin, end]]) => {
                const line = document.createElement("div"), when = word + " from " + seconds(begin) + (end == null ? "" : " to " + seconds(end));
                line.className = kind;
                line.title = span.name + ": " + when;
                block.title += "; " + when;
                line.style.left = scale(begin) + "px";
                line.style.width = Math.max(scale(end ?? over) - scale(begin), 3) + "px";
                from = Math.min(from, scale(begin));
                to = Math.max(to, scale(end ?? over) + 2);
                box.append(line);
                return line;
            }) : [];
            // A step of a moment is narrower than its name, which then stands beside it.
            if (block.scrollWidth > block.clientWidth + 2) {
                block.textContent = "";
                label = document.createElement("div");
                label.textContent = words;
                label.className = "name";
                box.append(label);
                const wide = label.offsetWidth + 3;
                const before = to + wide > width();
                label.style.left = (before ? Math.max(0, from - wide) : to + 3) + "px";
                if (before) from = Math.max(0, from - wide);
                else to += wide;
            }
            let at = lane(from);
            if (at < 0 && taken.length < LANES - 1) at = taken.push(0) - 1;
            if (at < 0) {
                label?.remove();
                label = null;
                block.textContent = "";
                at = LANES - 1;
                crowded = true;
            } else {
                taken[at] = to + 2;
            }
            for (const part of [block, label]) if (part) part.style.top = 22 * (1 + at) + "px";
            lines.forEach((line, i) => line.style.top = 22 * (1 + at) + 14 + 3 * i + "px");
        }
        box.style.height = 22 * (1 + (crowded ? LANES : taken.length)) + "px";
    }

    function latency() {
        const line = (label, name, more) => ({ label, stroke: colour(name), width: 1.5, points: { show: false }, spanGaps: false, value: (_, ms) => time(ms), ...more });
        const all = [...data.p50, ...data.max, ...data.marks.map(mark => mark[1])].filter(ms => ms != null);
        const low = all.reduce((a, b) => Math.min(a, b), 1), high = all.reduce((a, b) => Math.max(a, b), 10);
        const range = [10 ** Math.floor(Math.log10(low)), high * 1.6];
        return new uPlot(
            options(200, false,
                { scale: { distr: 3, log: 10, range: () => range }, values: (_, ticks) => ticks.map(ms => ms == null ? "" : ms >= 1000 ? ms / 1000 + " s" : ms + " ms"),
                    filter: (_, ticks) => ticks.map(ms => Math.abs(Math.log10(ms) - Math.round(Math.log10(ms))) < 1e-6 ? ms : null) },
                [
                    line("slowest", "max", { width: 1, dash: [2, 3] }),
                    line("99 % below", "p99"),
                    line("half below", "p50", { width: 2.5 }),
                    line("client late by", "late", { show: false, dash: [6, 3] }),
                    { label: data.failures > data.marks.length ? "✗ failed (" + data.marks.length + " of " + data.failures + " drawn)" : "✗ failed",
                        stroke: colour("failed"), fill: colour("failed"), width: 2, paths: () => null, points: { show: false }, value: (_, n) => n == null ? "–" : String(n) },
                ], [failuresAsCrosses]),
            // Zero has no place on a logarithmic axis; counts of failures are for the legend alone.
            [bins, data.max, data.p99, data.p50, data.late.map(ms => Math.max(ms, 0.1)), data.failed], element("latency"));
    }

    function rate() {
        const a = data.answered.map(n => n / data.bin), f = data.failed.map(n => n / data.bin);
        const top = a.reduce((most, n, i) => Math.max(most, n + f[i]), 10) * 1.1;
        const stepped = uPlot.paths.stepped({ align: 1 });
        return new uPlot(
            options(120, false, { scale: { range: () => [0, top] }, values: (_, ticks) => ticks.map(n => n + "/s") },
                [
                    { label: "answered", stroke: colour("answered"), fill: faint(colour("answered"), .18), width: 1.5, paths: stepped, points: { show: false }, value: (_, n) => n == null ? "–" : Math.round(n) + "/s" },
                    { label: "failed", stroke: colour("failed"), fill: colour("failed"), width: 2, paths: () => null, points: { show: false }, value: (_, n) => n == null ? "–" : Math.round(n * 10) / 10 + "/s" },
                ], [failuresAsBars]),
            [bins, a, f], element("rate"));
    }

    function pods() {
        const pods = data.pods;
        // Until the end of the run the last state is the state.
        const t = [...pods.t, Math.max(data.end, pods.t.at(-1) ?? 0)];
        const extend = list => list.length ? [...list, list.at(-1)] : [null];
        const sums = pods.byVersion.map((_, i) => extend(pods.t.map((_, k) => pods.byVersion.slice(0, i + 1).reduce((sum, of) => sum + of[k], 0))));
        const most = Math.max(1, ...pods.promised, ...pods.ready);
        const stepped = uPlot.paths.stepped({ align: 1 });
        const stacked = pods.versions.map((version, i) => ({
            label: version, stroke: colour("v" + i % 4), fill: colour("v" + i % 4), width: 1, paths: stepped, points: { show: false },
            value: (_, sum, __, k) => k == null ? "–" : String(extend(pods.byVersion[i])[k]),
        }));
        // The highest sum first, so that each lower one is drawn over it.
        const states = [...stacked].reverse(), values = [...sums].reverse();
        return new uPlot(
            options(110, true,
                { scale: { range: () => [0, most + .6] }, values: (_, ticks) => ticks.map(n => n == null ? "" : n), splits: () => [...Array(most + 1).keys()], filter: (_, ticks) => ticks.map(n => most > 10 && n % 5 ? null : n) },
                [
                    ...states,
                    { label: "promised", stroke: colour("promise"), width: 2, dash: [7, 4], paths: stepped, points: { show: false }, value: (_, n) => n == null ? "–" : String(n) },
                ], [brokenPromise],
                { cursor: { dataIdx: (u, _, __, s) => Math.max(0, t.findLastIndex(begin => begin <= s)) } }),
            [t, ...values, extend(pods.promised)], element("pods"));
    }

    function draw() {
        plots.forEach(plot => plot.destroy());
        lanes();
        plots = [latency(), rate(), pods()];
        plots.forEach(plot => plot.over.addEventListener("dblclick", () => { shown = { ...full }; setTimeout(draw); }));
    }

    let waiting;
    addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(draw, 150); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
    // Paper is white whatever the screen is.
    addEventListener("beforeprint", () => { document.documentElement.classList.add("paper"); draw(); });
    addEventListener("afterprint", () => { document.documentElement.classList.remove("paper"); draw(); });
    draw();
})();
