import type { ReactNode } from 'react';
import type { View } from '../../labs/lab.ts';
import styles from './styles.module.css';

interface Props {
  readonly id: string;
  readonly views: readonly View[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

/** Whose eyes one looks through; told when there is no choice. */
export default function Views({ id, views, chosen, onChoose }: Props): ReactNode {
  if (views.length === 1) return <p className={styles.onlyView}>{views[0]?.label}</p>;
  return (
    <fieldset className={styles.views}>
      <legend>Show</legend>
      {views.map((view) => (
        <label key={view.id}>
          <input
            type="radio"
            name={`${id}-view`}
            checked={view.id === chosen}
            onChange={() => onChoose(view.id)}
          />
          {view.label}
        </label>
      ))}
    </fieldset>
  );
}
