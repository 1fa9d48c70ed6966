/** Which tokens a style sheet names; the site gives `var(--pf-…)`, an export gives colours. */
export type Token =
  | 'paper'
  | 'panel'
  | 'rule'
  | 'rule-strong'
  | 'ink'
  | 'ink-soft'
  | 'accent'
  | 'fault'
  | 'fault-soft'
  | 'violation'
  | 'lease'
  | 'lease-soft'
  | 'interface';

/** Every token of {@link Token}. */
export const TOKENS: readonly Token[] = [
  'paper',
  'panel',
  'rule',
  'rule-strong',
  'ink',
  'ink-soft',
  'accent',
  'fault',
  'fault-soft',
  'violation',
  'lease',
  'lease-soft',
  'interface',
];

/**
 * The diagram's style sheet, one for the page and for exported pictures, so that they cannot differ.
 *
 * @param root selector of the picture
 */
export function styleSheet(root: string, token: (name: Token) => string): string {
  const t = token;
  const rules: readonly (readonly [selector: string, style: string])[] = [
    [
      'text',
      `font-family:${t('interface')};fill:${t('ink')};paint-order:stroke;stroke:${t('paper')};stroke-width:4px;stroke-linejoin:round;font-variant-numeric:tabular-nums lining-nums`,
    ],
    ['path', 'fill:none;stroke-linecap:round;stroke-linejoin:round'],
    ['.rule', `stroke:${t('rule')};stroke-width:1;stroke-dasharray:1 5`],
    ['.lane', `stroke:${t('rule-strong')};stroke-width:1.25`],
    ['.tear', `stroke:${t('rule-strong')};stroke-width:1`],
    ['.tick', `fill:${t('ink-soft')};stroke:none`],
    ['.gap', `fill:${t('ink-soft')};stroke:none;font-style:italic`],
    ['.hold', `fill:${t('lease-soft')};stroke:${t('lease')};stroke-width:1`],
    ['.holdName', `fill:${t('ink-soft')}`],
    ['.operation', `fill:${t('paper')};stroke:${t('ink-soft')};stroke-width:1`],
    ['.pause', `fill:${t('fault-soft')};stroke:${t('fault')};stroke-width:1.25;stroke-dasharray:4 3`],
    ['.down', `fill:${t('paper')};stroke:${t('fault')};stroke-width:1`],
    ['.downLine', `stroke:${t('fault')};stroke-width:1`],
    ['.slow-disk', `stroke:${t('fault')};stroke-width:1;stroke-dasharray:1 4`],
    ['.weather', `fill:${t('fault-soft')};fill-opacity:0.35`],
    ['.weather.slow', 'fill-opacity:0.2'],
    ['.weatherEdge', `stroke:${t('fault')};stroke-width:1.25;stroke-dasharray:7 5`],
    ['.weatherName', `fill:${t('fault')};font-weight:600`],
    ['.shaft', `stroke:${t('ink')};stroke-width:1.35`],
    ['.shaft.thin', 'stroke-width:1.1'],
    ['.shaft.late', 'stroke-dasharray:9 4'],
    ['.shaft.flying', 'stroke-dasharray:2 4'],
    ['.shaft.soft', `stroke:${t('ink-soft')};stroke-width:1`],
    ['.shaft.fault', `stroke:${t('fault')};stroke-width:1.6`],
    ['.shaft.limited', `stroke:${t('fault')};stroke-width:2.2`],
    ['.head', `fill:${t('ink')}`],
    ['.head.fault', `fill:${t('fault')}`],
    ['.head.limited', `fill:${t('fault')}`],
    ['.dot', `fill:${t('ink')}`],
    ['.ring', `fill:${t('paper')};stroke:${t('ink-soft')};stroke-width:1.25`],
    ['.square', `fill:${t('ink')}`],
    ['.square.soft', `fill:${t('ink-soft')}`],
    ['.notch', `stroke:${t('ink-soft')};stroke-width:1.5`],
    ['.stop', `stroke:${t('ink')};stroke-width:2`],
    ['.badge', `fill:${t('paper')}`],
    ['.line.fault', `stroke:${t('fault')};stroke-width:1.6`],
    ['.line.strong', 'stroke-width:2.2'],
    ['.line.violation', `stroke:${t('violation')};stroke-width:1.6`],
    ['.solid.fault', `fill:${t('fault')}`],
    ['.label.soft', `fill:${t('ink-soft')}`],
    ['.label.fault', `fill:${t('fault')};font-weight:600`],
    ['.label.violation', `fill:${t('violation')};font-weight:600`],
    ['.violationRing', `stroke:${t('violation')};stroke-width:2`],
    ['.flagBack', `stroke:${t('paper')};stroke-width:5`],
    ['.flag', `fill:${t('violation')};stroke:${t('violation')};stroke-width:1.6`],
    ['.moment', `stroke:${t('accent')};stroke-width:1`],
    ['.momentBack', `fill:${t('paper')}`],
    ['.momentTime', `fill:${t('accent')};stroke:none;font-weight:650`],
    ['.chosen', `stroke:${t('accent')};stroke-width:2`],
    ['.pin', `stroke:${t('accent')};stroke-width:1.25;stroke-dasharray:2 3`],
    ['.pinRing', `stroke:${t('accent')};stroke-width:2`],
    ['.pinName', `fill:${t('accent')};font-weight:650`],
    ['.pointed', `stroke:${t('accent')};stroke-width:1.5;stroke-dasharray:3 3`],
    ['.faded', 'opacity:0.2'],
    ['.laneName', `font-weight:650`],
  ];
  return rules.map(([selector, style]) => `${root} ${selector}{${style}}`).join('\n');
}
