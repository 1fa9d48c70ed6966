import type { ReactNode } from 'react';
import type { Coverage } from '../../../grader/report.ts';
import { coveredFurther, tellScenarioCoverage } from '../../../grader/tell-coverage.ts';
import styles from '../result.module.css';

/** What exactly was tried, in sentences that can be quoted. */
export default function Tried({ coverage }: { readonly coverage: Coverage }): ReactNode {
  const scenarios = coveredFurther(coverage.scenarios);
  if (scenarios.length === 0) return null;
  return (
    <details className={styles.scenarios}>
      <summary>What exactly was tried</summary>
      <ul className={styles.tried}>
        {scenarios.map((scenario) => (
          <li key={scenario.id ?? scenario.title}>{tellScenarioCoverage(scenario)}</li>
        ))}
      </ul>
    </details>
  );
}
