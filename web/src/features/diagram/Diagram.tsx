import { ColumnWidthOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import { useEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Failed, Loading } from '../../ui/States';
import { ElementPanel } from './ElementPanel';
import { Legend } from './Legend';
import type { ElementState } from './state';
import { StepList } from './StepList';
import type { DiagramView } from './viewer';

const STEP = 1.25;

interface Props {
  xml: string;
  states?: ReadonlyMap<string, ElementState>;
  /** Who acts or acted at an element, where that is known. */
  people?: ReadonlyMap<string, string>;
  height?: number;
  below?: ReactNode;
}

/** A process diagram that fits its place; pressing a step shows its clauses and people. The bpmn.io mark stays visible. */
export function Diagram({ xml, states, people, height = 320, below }: Props): ReactElement {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const [container, setContainer] = useState<HTMLDivElement | null>(null);
  const { view, error } = useViewer(container, xml, states, setChosen);
  const element = view?.elements.find(({ id }) => id === chosen) ?? null;
  if (error) return <Failed error={error} />;
  return (
    <div className="diagram">
      <div className="diagram-tools no-print">
        {states && <Legend />}
        <span className="spring" />
        <Space.Compact>
          <Button size="small" icon={<ZoomOutOutlined />} aria-label={t('diagram.zoomOut')} onClick={() => view?.zoom(1 / STEP)} />
          <Button size="small" icon={<ColumnWidthOutlined />} aria-label={t('diagram.fit')} onClick={() => view?.fit()} />
          <Button size="small" icon={<ZoomInOutlined />} aria-label={t('diagram.zoomIn')} onClick={() => view?.zoom(STEP)} />
        </Space.Compact>
      </div>
      <div className="diagram-frame" style={{ height }}>
        {!view && <Loading rows={4} />}
        <div ref={setContainer} className="diagram-canvas" role="group" aria-label={t('diagram.title')} />
      </div>
      {element ? (
        <ElementPanel element={element} state={states?.get(element.id)} people={people?.get(element.id)} onClose={() => setChosen(null)} />
      ) : (
        <p className="muted small no-print">{t('diagram.click')}</p>
      )}
      {view && <StepList elements={view.elements} states={states} onChoose={setChosen} />}
      {below}
    </div>
  );
}

interface Viewing {
  view: DiagramView | null;
  error: unknown;
}

/** Draws into the container; draws again when the diagram, the states or the language change. */
function useViewer(container: HTMLDivElement | null, xml: string, states: Props['states'], choose: (id: string) => void): Viewing {
  const { t, i18n } = useTranslation();
  const [view, setView] = useState<DiagramView | null>(null);
  const [error, setError] = useState<unknown>(null);
  // A refresh brings equal states in a new map; only other states are worth a new drawing.
  const marks = useMemo(() => JSON.stringify([...(states ?? [])]), [states]);
  useEffect(() => {
    if (!container) return undefined;
    const gone = new AbortController();
    const isGone = (): boolean => gone.signal.aborted;
    const show = async (): Promise<void> => {
      const { showDiagram } = await import('./viewer');
      if (isGone()) return;
      const made = await showDiagram(container, xml, choose);
      if (isGone()) {
        made.destroy();
        return;
      }
      gone.signal.addEventListener('abort', made.destroy);
      made.mark(new Map(JSON.parse(marks) as [string, ElementState][]), {
        done: t('diagram.done'),
        now: t('diagram.now'),
        waiting: t('diagram.waiting'),
        failed: t('diagram.failed'),
      });
      setView(made);
    };
    show().catch(setError);
    return () => {
      gone.abort();
      setView(null);
    };
  }, [container, xml, marks, choose, t, i18n.language]);
  return { view, error };
}
