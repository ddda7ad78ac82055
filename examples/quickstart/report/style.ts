// How the page looks: system fonts, light and dark, and on paper.
export const style = `
:root { color-scheme: light dark; --ink: #1b2330; --quiet: #5c6675; --paper: #ffffff; --panel: #f4f6f9; --line: #d9dee6;
  --give: #2f7d4f; --take: #b3372f; --change: #8a6100; --know: #2b6ca3; --held: #7a3fa0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --quiet: #9aa5b4; --paper: #14181f; --panel: #1d232d; --line: #333c49;
  --give: #62c08a; --take: #ee7f76; --change: #d9ab45; --know: #6fb1e6; --held: #c690e8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.7rem; margin: 0; } h2 { font-size: 1.2rem; margin: 0 0 .25rem; }
section { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 1.25rem; }
.quiet { color: var(--quiet); margin: .15rem 0; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; margin: 1rem 0; list-style: none; }
.figures li { background: var(--panel); border-radius: .5rem; padding: .5rem .9rem; min-width: 7rem; }
.figures b { display: block; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
.notice { border-left: 4px solid var(--held); background: var(--panel); padding: .5rem .9rem; margin: .5rem 0; }
.notice.feed { border-color: var(--take); }
.bars { width: 100%; max-width: 44rem; height: auto; font: 13px system-ui, sans-serif; fill: var(--ink); }
.bar { fill: var(--know); } .bar.create, .bar.enable, .bar.group-add { fill: var(--give); }
.bar.disable, .bar.delete, .bar.group-removal { fill: var(--take); } .bar.update, .bar.rename, .bar.clear { fill: var(--change); }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.scroll { overflow-x: auto; } summary { cursor: pointer; padding: .4rem 0; font-weight: 600; }
.outcome { white-space: nowrap; color: var(--give); } .outcome.failed, .outcome.unknown { color: var(--take); font-weight: 600; }
.outcome.pending, .outcome.planned, .outcome.unchanged, .outcome.skipped { color: var(--quiet); } .outcome.held { color: var(--held); }
input { font: inherit; padding: .25rem .5rem; border: 1px solid var(--line); border-radius: .3rem; background: var(--paper); color: var(--ink); }
ul { padding-left: 1.2rem; }
@media print { :root { color-scheme: light; --ink: #000; --paper: #fff; --panel: #f3f3f3; --line: #bbb; --quiet: #444; }
  body { max-width: none; padding: 0; font-size: 10.5pt; } .search { display: none; } section { break-inside: auto; }
  tr, .notice, .figures { break-inside: avoid; } thead { display: table-header-group; } h2 { break-after: avoid; } }
`;
