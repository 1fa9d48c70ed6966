import type { ReactNode } from 'react';
import type { ScenarioResult } from '../../../grader/report.ts';
import styles from '../result.module.css';
import { count, counted } from './words.ts';

/** Visible scenarios by name, hidden ones by category. */
export default function Scenarios({
  scenarios,
}: {
  readonly scenarios: readonly ScenarioResult[];
}): ReactNode {
  const groups = [
    { title: 'Visible scenarios', of: scenarios.filter(({ visible }) => visible) },
    { title: 'Hidden scenarios, by category', of: scenarios.filter(({ visible }) => !visible) },
  ].filter(({ of }) => of.length > 0);
  const failed = scenarios.filter(({ status }) => status === 'failed').length;
  const summary =
    failed === 0 ? `All ${scenarios.length} passed` : `${failed} of ${scenarios.length} with failures`;
  return (
    <details className={styles.scenarios}>
      <summary>
        Scenarios <span className={styles.where}>{summary}</span>
      </summary>
      {groups.map(({ title, of }) => (
        <section key={title} className={styles.part}>
          <h4>{title}</h4>
          <ul className={styles.scenarioList}>
            {of.map((scenario) => (
              <li
                key={scenario.id ?? scenario.title}
                data-status={scenario.status === 'passed' ? 'passed' : 'broken'}
              >
                <span className={styles.state}>
                  <span aria-hidden="true">{scenario.status === 'passed' ? '✓' : '⚑'}</span>
                  <span className={styles.unseen}>{scenario.status}</span>
                </span>
                <span>{scenario.title}</span>
                <span className={styles.number}>
                  {scenario.failedRuns > 0
                    ? `${count(scenario.failedRuns)} of ${counted(scenario.runs, 'run')} failed`
                    : counted(scenario.runs, 'run')}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </details>
  );
}
