import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ModuleTypes } from '../data.ts';
import styles from '../styles.module.css';
import type { EditorProps } from './handle.ts';
import PlainEditor from './PlainEditor.tsx';

interface Props extends EditorProps {
  readonly loadTypes: () => Promise<ModuleTypes>;
  /** Shown until the editor is there. */
  readonly meanwhile: ReactNode;
}

/** The program's editor: Monaco where there is a fine pointer, a text field elsewhere and when Monaco does not load. */
export default function CodeEditor({ loadTypes, meanwhile, ...props }: Props): ReactNode {
  const [kind, setKind] = useState<'loading' | 'rich' | 'plain'>(() =>
    matchMedia('(pointer: coarse)').matches ? 'plain' : 'loading',
  );
  const container = useRef<HTMLDivElement>(null);
  // The editor is made once; it always calls the newest of these.
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  const wanted = kind !== 'plain';
  useEffect(() => {
    if (!wanted) return undefined;
    let dispose = (): void => undefined;
    let left = false;
    import('./monaco.ts').then(
      ({ mountEditor }) => {
        if (left || container.current === null) return;
        const { id, exercise, label, initial } = latest.current;
        const mounted = mountEditor(
          container.current,
          {
            id,
            exercise,
            label,
            initial,
            onChange: (text) => latest.current.onChange(text),
            onFocus: () => latest.current.onFocus(),
            onRun: () => latest.current.onRun(),
            onReady: (handle) => latest.current.onReady(handle),
          },
          loadTypes(),
        );
        dispose = mounted.dispose;
        setKind('rich');
        latest.current.onReady(mounted.handle);
      },
      () => setKind('plain'),
    );
    return () => {
      left = true;
      dispose();
    };
  }, [wanted, loadTypes]);

  if (kind === 'plain') return <PlainEditor {...props} />;
  return (
    <div className={styles.editor} data-editor={kind}>
      {kind === 'loading' ? meanwhile : null}
      <div ref={container} className={styles.monaco} />
    </div>
  );
}
