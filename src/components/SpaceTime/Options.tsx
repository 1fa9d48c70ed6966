import { useMemo, type ReactNode } from 'react';
import type { NodeId } from '../../api.ts';
import { GROUPS, groupsIn, type Group } from '../../diagram/groups.ts';
import { keysIn } from '../../diagram/keys.ts';
import type { Orientation } from '../../diagram/layout.ts';
import { firstNodes, buildModel, shownLength, type Filter } from '../../diagram/model.ts';
import { counted } from '../../diagram/quantity.ts';
import type { RecordedRun } from '../../diagram/recorded-run.ts';
import type { ExportFormat } from './exports.ts';
import styles from './styles.module.css';

interface Props {
  readonly run: RecordedRun;
  readonly beside: RecordedRun | undefined;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly orientation: Orientation;
  readonly onOrientation: (orientation: Orientation) => void;
  readonly onExport: (format: ExportFormat) => void;
}

const EXPORTS: readonly { readonly format: ExportFormat; readonly words: string }[] = [
  { format: 'svg', words: 'Picture (SVG)' },
  { format: 'json', words: 'Data (JSON)' },
  { format: 'shiviz', words: 'ShiViz log' },
];

/** What is shown, which way time goes, and the ways out. */
export default function Options(props: Props): ReactNode {
  const { run, beside, filter, onFilter, orientation, onOrientation, onExport } = props;
  const nodes = filter.nodes ?? firstNodes(run, shownLength(run, filter, beside));
  const hidden = filter.hiddenKeys ?? new Set<string>();
  const keys = useMemo(() => keysIn(run.events), [run]);
  const repeats = useMemo(() => {
    const { folds } = buildModel(run, { ...filter, unfolded: false }, beside);
    return [...folds.values()].reduce((sum, fold) => sum + fold.count, 0);
  }, [run, filter, beside]);
  const hasMore = shownLength(run, { ...filter, wholeRun: false }, beside) < run.events.length;
  return (
    <div className={styles.choices}>
      <fieldset>
        <legend>Time goes</legend>
        {(['down', 'across'] as const).map((way) => (
          <label key={way}>
            <input type="radio" checked={orientation === way} onChange={() => onOrientation(way)} />
            {way}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Nodes</legend>
        {run.nodes.map(({ id, title }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={nodes.has(id)}
              onChange={() => onFilter({ ...filter, nodes: toggled<NodeId>(nodes, id) })}
            />
            {title ?? id}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Kinds of events</legend>
        {groupsIn(run.events).map((group) => (
          <label key={group}>
            <input
              type="checkbox"
              checked={filter.groups.has(group)}
              onChange={() => onFilter({ ...filter, groups: toggled<Group>(filter.groups, group) })}
            />
            {GROUPS[group]}
          </label>
        ))}
      </fieldset>
      {keys.length < 2 ? null : (
        <fieldset className={styles.keys}>
          <legend>Keys</legend>
          {keys.map((key) => (
            <label key={key}>
              <input
                type="checkbox"
                checked={!hidden.has(key)}
                onChange={() => onFilter({ ...filter, hiddenKeys: toggled<string>(hidden, key) })}
              />
              <code>{key}</code>
            </label>
          ))}
        </fieldset>
      )}
      {repeats > 0 ? (
        <fieldset>
          <legend>What repeats</legend>
          <label>
            <input
              type="checkbox"
              checked={filter.unfolded === true}
              onChange={() => onFilter({ ...filter, unfolded: filter.unfolded !== true })}
            />
            Show {counted(repeats, 'message')} that only {repeats === 1 ? 'says' : 'say'} the same again
          </label>
        </fieldset>
      ) : null}
      {hasMore ? (
        <fieldset>
          <legend>How far</legend>
          <label>
            <input
              type="checkbox"
              checked={filter.wholeRun === true}
              onChange={() => onFilter({ ...filter, wholeRun: filter.wholeRun !== true })}
            />
            Also what came after {beside === undefined || run.violation.length > 0 ? 'the violation' : 'that'}
          </label>
        </fieldset>
      ) : null}
      <fieldset>
        <legend>Save as</legend>
        {EXPORTS.map(({ format, words }) => (
          <button key={format} type="button" className={styles.save} onClick={() => onExport(format)}>
            {words}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
