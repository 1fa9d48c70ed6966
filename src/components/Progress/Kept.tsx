import { useRef, useState, type ReactNode } from 'react';
import { NOTHING, putAll, readFile, takeAll, writeFile, type Everything } from '../../hooks/progress/file.ts';
import styles from './styles.module.css';

const FILE = 'partial-failure-progress.json';

/** What this browser keeps of the reader: as a file, from a file, or no more. */
export default function Kept(): ReactNode {
  const file = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState('');
  const [before, setBefore] = useState<Everything>();
  const put = async (next: Everything, words: string): Promise<void> => {
    setBefore(await takeAll());
    await putAll(next);
    setTold(words);
  };
  const onExport = async (): Promise<void> => {
    const url = URL.createObjectURL(new Blob([writeFile(await takeAll())], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = FILE;
    link.click();
    URL.revokeObjectURL(url);
  };
  const onImport = async (chosen: File): Promise<void> => {
    const read = readFile(await chosen.text());
    if (read === undefined) setTold(`${chosen.name} holds no progress of this course.`);
    else await put(read, 'Imported.');
  };
  const onUndo = async (): Promise<void> => {
    if (before !== undefined) await putAll(before);
    setBefore(undefined);
    setTold('As it was before.');
  };
  return (
    <div className={styles.kept}>
      <p>
        What you have read, answered, written and passed is kept in this browser, and nowhere else.{' '}
        <span role="status">{told}</span>
      </p>
      <button type="button" onClick={() => void onExport()}>
        Export
      </button>
      <button type="button" onClick={() => file.current?.click()}>
        Import
      </button>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="A file with progress"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          event.target.value = '';
          if (chosen !== undefined) void onImport(chosen);
        }}
      />
      {before === undefined ? (
        <button type="button" onClick={() => void put(NOTHING, 'All of it is forgotten.')}>
          Forget all
        </button>
      ) : (
        <button type="button" onClick={() => void onUndo()}>
          Undo
        </button>
      )}
    </div>
  );
}
