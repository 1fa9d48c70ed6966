import type { ReactNode } from 'react';
import type { Table } from '../../labs/lab.ts';
import styles from './styles.module.css';

interface Props {
  readonly table: Table;
  /** Title of the picture that it is about, where one says “the same”. */
  readonly of?: string;
}

/** Numbers, for those who would rather read than look. */
export default function Numbers({ table, of }: Props): ReactNode {
  const { caption, head, rows } = table;
  const name = of === undefined ? caption : `${of}. ${caption}`;
  return (
    <details className={styles.more}>
      <summary>{caption}</summary>
      {/* May be wider than a phone, and is then moved by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} role="region" aria-label={name} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {head.map((cell) => (
                <th key={cell} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
