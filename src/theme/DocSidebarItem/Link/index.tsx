import Link from '@docusaurus/Link';
import { isActiveSidebarItem } from '@docusaurus/plugin-content-docs/client';
import { ThemeClassNames } from '@docusaurus/theme-common';
import type { Props } from '@theme/DocSidebarItem/Link';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import LessonMark from '../../../components/Progress/LessonMark.tsx';
import styles from './styles.module.css';

/** The theme's own, with what the reader has done in the lesson below its name. */
export default function DocSidebarItemLink({ item, onItemClick, activePath, level }: Props): ReactNode {
  const { href, label, className, docId } = item;
  const isActive = isActiveSidebarItem(item, activePath);
  return (
    <li
      className={clsx(
        ThemeClassNames.docs.docSidebarItemLink,
        ThemeClassNames.docs.docSidebarItemLinkLevel(level),
        'menu__list-item',
        className,
      )}
    >
      <Link
        className={clsx('menu__link', styles.link, { 'menu__link--active': isActive })}
        {...(isActive && { 'aria-current': 'page' as const })}
        {...(onItemClick && { onClick: () => onItemClick(item) })}
        to={href}
      >
        <span>{label}</span>
        {docId === undefined ? null : <LessonMark lesson={docId} />}
      </Link>
    </li>
  );
}
