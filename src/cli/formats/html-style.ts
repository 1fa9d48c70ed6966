/** The style sheet of the pages that `html` writes: both themes, and paper. Nothing in it refers elsewhere. */

/** Values by name. */
export type Palette = Readonly<Record<string, string>>;

/** The site’s colours (src/css/tokens.css), which a page that stands alone cannot refer to. */
export const LIGHT: Palette = {
  paper: '#fbf9f4',
  panel: '#f4f1e8',
  rule: '#ddd6c7',
  'rule-strong': '#8d8677',
  ink: '#23201b',
  'ink-soft': '#5b554a',
  accent: '#005f99',
  fault: '#8f5a00',
  'fault-soft': '#f8e7c3',
  violation: '#b3300f',
  'violation-soft': '#f9e0d6',
  passed: '#006b4d',
  'passed-soft': '#d8ece3',
  lease: '#3f92c9',
  'lease-soft': '#d7e8f3',
};

/** The same in the dark. */
export const DARK: Palette = {
  paper: '#161614',
  panel: '#1f1e1b',
  rule: '#3a3731',
  'rule-strong': '#857e70',
  ink: '#e9e4d9',
  'ink-soft': '#b0a99a',
  accent: '#7fc3f2',
  fault: '#efb038',
  'fault-soft': '#3a2d10',
  violation: '#ff8f6b',
  'violation-soft': '#43231a',
  passed: '#56c9a0',
  'passed-soft': '#163429',
  lease: '#5fb2e6',
  'lease-soft': '#1b3242',
};

const INTERFACE = "'Source Sans 3', system-ui, sans-serif";

function declared(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, value]) => `--pf-${name}: ${value};`)
    .join(' ');
}

/** Everything for both kinds of page. */
export const STYLE_SHEET = `
:root { ${declared(LIGHT)} --pf-interface: ${INTERFACE}; color-scheme: light dark; }
@media screen and (prefers-color-scheme: dark) { :root { ${declared(DARK)} } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 68rem; background: var(--pf-paper); color: var(--pf-ink); font: 1rem/1.5 var(--pf-interface); overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 0.25rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.75rem; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 0.5rem; }
p { margin: 0.5rem 0; max-width: 44rem; }
a { color: var(--pf-accent); }
:focus-visible { outline: 2px solid var(--pf-accent); outline-offset: 2px; }
.soft { color: var(--pf-ink-soft); }
.tiles { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1.25rem 0; padding: 0; list-style: none; }
.tiles li { border: 1px solid var(--pf-rule); border-radius: 6px; background: var(--pf-panel); padding: 0.6rem 1rem; min-width: 7.5rem; }
.tiles b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--pf-ink-soft); padding-bottom: 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid var(--pf-rule); }
thead th { border-bottom-color: var(--pf-rule-strong); color: var(--pf-ink-soft); font-weight: 600; }
th { overflow-wrap: break-word; }
tbody th { font-weight: 600; }
th .soft { font-weight: 400; }
td.id { white-space: nowrap; }
thead th { white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
.verdict { white-space: nowrap; font-weight: 600; }
.pass { color: var(--pf-passed); } .fail { color: var(--pf-violation); } .invalid { color: var(--pf-fault); } .error { color: var(--pf-accent); }
.spread td { border: 0; padding-top: 0.1rem; padding-bottom: 0.1rem; }
.spread th { border: 0; padding-top: 0.1rem; padding-bottom: 0.1rem; width: 7rem; font-weight: 400; white-space: nowrap; }
.spread svg { display: block; width: 100%; height: 1.1rem; }
.spread rect { fill: var(--pf-accent); }
.callout { border-left: 4px solid var(--pf-rule-strong); background: var(--pf-panel); padding: 0.6rem 1rem; margin: 1rem 0; max-width: 46rem; }
.callout.error { border-color: var(--pf-accent); color: var(--pf-ink); }
.callout.invalid { border-color: var(--pf-fault); color: var(--pf-ink); }
.story { padding-left: 2rem; max-width: 46rem; }
.story li { padding: 0.1rem 0; }
.story .when { color: var(--pf-ink-soft); font-variant-numeric: tabular-nums; }
.story .fault { color: var(--pf-fault); } .story .violation { color: var(--pf-violation); font-weight: 600; }
.picture { margin: 1rem 0; overflow-x: auto; border: 1px solid var(--pf-rule); border-radius: 6px; }
.picture svg { display: block; margin: 0 auto; }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.9em; }
pre { white-space: pre-wrap; background: var(--pf-panel); padding: 0.6rem 0.9rem; border-radius: 6px; margin: 0.5rem 0; }
footer { margin-top: 3rem; padding-top: 0.75rem; border-top: 1px solid var(--pf-rule); color: var(--pf-ink-soft); font-size: 0.9rem; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; background: none; }
  a { color: inherit; text-decoration: none; }
  h2, h3, caption { break-after: avoid; }
  tr, .tiles li, .callout, .story li { break-inside: avoid; }
  thead { display: table-header-group; }
  .picture { overflow: visible; border: 0; }
  .picture svg { max-width: 100%; height: auto; max-height: 240mm; }
  .scroll { overflow: visible; }
}
`;
