import { useState, type ComponentProps, type ReactNode } from 'react';
import { useLive } from '../../hooks/useLive.ts';
import type Picture from './Picture.tsx';
import styles from './styles.module.css';

const loadPicture = () => import('./Picture.tsx');

/** A picture with its title: open above the diagram, or folded below it and made when it is opened. */
export default function PictureFrame(props: ComponentProps<typeof Picture>): ReactNode {
  const { title, leads } = props.picture;
  const [isOpen, setOpen] = useState(leads === true);
  const { Part, failed } = useLive(loadPicture, isOpen);
  const inside = failed ? (
    <p role="status">The picture could not be loaded. Check your connection and reload the page.</p>
  ) : isOpen && Part !== undefined ? (
    <Part {...props} />
  ) : (
    <p>Running…</p>
  );
  if (leads === true)
    return (
      <section className={styles.leading} aria-label={title}>
        <h4>{title}</h4>
        {inside}
      </section>
    );
  return (
    <details
      className={styles.more}
      onToggle={(event) => {
        // Of this one alone: those within say so too.
        if (event.target === event.currentTarget) setOpen(event.currentTarget.open);
      }}
    >
      <summary>{title}</summary>
      {inside}
    </details>
  );
}
