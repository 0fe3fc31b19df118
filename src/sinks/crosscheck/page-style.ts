/** The style of a report's page. Its hash stands in the page's policy, so that nothing else can style it. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f7f8fa; --card: #ffffff; --ink: #1a2230; --soft: #5c6778; --line: #dfe4ea;
  --matched: #2f9e73; --sensor: #3b73d9; --audit: #c9842b; --odd: #d6324b; --pending: #8a7fd0; --shade: #c9842b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10141b; --card: #181e28; --ink: #e4e9f1; --soft: #98a4b5; --line: #2a3341;
    --matched: #4fc796; --sensor: #74a3ff; --audit: #eab05c; --odd: #ff6078; --pending: #b3a9f2; --shade: #eab05c;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 60px; }
h1 { font-size: 22px; margin: 0 0 2px; letter-spacing: -.01em; }
h2 { font-size: 16px; margin: 0 0 12px; }
p { margin: 0 0 8px; }
section, .verdict { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; margin: 16px 0; }
.verdict { border-left: 6px solid var(--matched); }
.verdict.odd { border-left-color: var(--odd); }
.verdict.odd h1 { color: var(--odd); }
.soft { color: var(--soft); }
.facts { color: var(--soft); overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 16px 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; }
.tile b { display: block; font-size: 26px; font-variant-numeric: tabular-nums; line-height: 1.25; }
.tile span { color: var(--soft); }
.tile.is-matched b { color: var(--matched); } .tile.is-sensor b { color: var(--sensor); }
.tile.is-audit b { color: var(--audit); } .tile.is-odd b { color: var(--odd); } .tile.is-pending b { color: var(--pending); }
.tile.is-none b { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: 13px; }
th, td { padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
.number { text-align: right; white-space: nowrap; }
td:not(.wide) code { white-space: nowrap; }
.wide { width: 100%; overflow-wrap: anywhere; min-width: 260px; }
.bad { color: var(--odd); font-weight: 600; }
code { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
.fill-matched { fill: var(--matched); } .fill-sensor { fill: var(--sensor); } .fill-audit { fill: var(--audit); }
.fill-odd { fill: var(--odd); } .fill-pending { fill: var(--pending); } .fill-shade { fill: var(--shade); opacity: .16; }
.axis { stroke: var(--line); stroke-width: 1; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 18px; margin: 10px 0 0; color: var(--soft); font-size: 13px; }
.legend svg { width: 11px; height: 11px; display: inline-block; margin-right: 6px; }
.event { border: 1px solid var(--line); border-left: 4px solid var(--odd); border-radius: 8px; padding: 10px 14px; margin: 10px 0; overflow-wrap: anywhere; }
.event ul { margin: 6px 0 0; padding-left: 20px; color: var(--soft); }
details { margin-top: 10px; } summary { cursor: pointer; color: var(--soft); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 20px; }
footer { color: var(--soft); font-size: 13px; margin-top: 24px; }
@media print { body { background: none; } section, .verdict, .tile { break-inside: avoid; } }
`;
