/** The one module that knows bpmn-js. It is loaded only when a diagram is shown. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';

import { SIGNS, type ElementState } from './state';

export interface ElementInfo {
  id: string;
  name: string;
  nameEn: string | null;
  type: 'user' | 'service' | 'message' | 'timer' | 'rule' | 'start' | 'end' | 'gateway' | 'other';
  department: string | null;
  clauses: string[];
  deadline: string | null;
  count: string | null;
}

interface Extension {
  $type: string;
  [attribute: string]: unknown;
}

interface BusinessObject {
  id: string;
  name?: string;
  $type: string;
  extensionElements?: { values?: Extension[] };
  eventDefinitions?: { $type: string }[];
  lanes?: BusinessObject[];
  flowNodeRef?: BusinessObject[];
}

interface Shape {
  id: string;
  businessObject: BusinessObject;
  labelTarget?: Shape;
  waypoints?: unknown;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Registry {
  getAll(): Shape[];
  get(id: string): Shape | undefined;
}

interface Canvas {
  zoom(): number;
  zoom(level: number, centre: 'auto'): number;
  viewbox(): { outer: { width: number; height: number }; inner: { x: number; y: number; width: number; height: number } };
  viewbox(box: { x: number; y: number; width: number; height: number }): void;
  addMarker(id: string, name: string): void;
}

interface Overlays {
  add(id: string, overlay: { position: { top: number; left: number }; html: HTMLElement; scale?: { min: number; max: number } }): void;
}

interface EventBus {
  on(event: string, handle: (event: { element: Shape }) => void): void;
}

export interface DiagramView {
  elements: ElementInfo[];
  fit: () => void;
  zoom: (factor: number) => void;
  mark: (states: ReadonlyMap<string, ElementState>, words: Record<ElementState, string>) => void;
  destroy: () => void;
}

/** Show a diagram in a container. `choose` is called with the element that was pressed. */
export async function showDiagram(container: HTMLElement, xml: string, choose: (id: string) => void): Promise<DiagramView> {
  const viewer = new NavigatedViewer({ container });
  try {
    await viewer.importXML(xml);
  } catch (error) {
    viewer.destroy();
    throw error;
  }
  const canvas = viewer.get<Canvas>('canvas');
  const registry = viewer.get<Registry>('elementRegistry');
  const elements = describeAll(registry);
  const known = new Set(elements.map(({ id }) => id));
  viewer.get<EventBus>('eventBus').on('element.click', ({ element }) => {
    const id = (element.labelTarget ?? element).id;
    if (known.has(id)) choose(id);
  });
  const fit = (): void => fitWhole(canvas);
  fit();
  return {
    elements,
    fit,
    zoom: (factor) => void canvas.zoom(canvas.zoom() * factor, 'auto'),
    mark: (states, words) => {
      mark(states, words, canvas, viewer.get<Overlays>('overlays'), registry);
      focus(canvas, registry, states);
    },
    destroy: () => viewer.destroy(),
  };
}

const MARGIN = 12;
const ROOM_FOR_MARK = 44;
const READABLE = 0.55;
const NEAR = 0.8;

/** The whole width and height, with room below for the bpmn.io mark. */
function fitWhole(canvas: Canvas): void {
  const { inner } = canvas.viewbox();
  canvas.viewbox({ x: inner.x - MARGIN, y: inner.y - MARGIN, width: inner.width + 2 * MARGIN, height: inner.height + MARGIN + ROOM_FOR_MARK });
}

/** Where the whole would be too small to read, the step that matters now, at a readable size. */
function focus(canvas: Canvas, registry: Registry, states: ReadonlyMap<string, ElementState>): void {
  if (canvas.zoom() >= READABLE) return;
  const active = [...states].find(([, state]) => state === 'failed') ?? [...states].find(([, state]) => state === 'now') ?? [...states].find(([, state]) => state === 'waiting');
  const shape = active && registry.get(active[0]);
  if (!shape) return;
  const { outer } = canvas.viewbox();
  const width = outer.width / NEAR;
  const height = outer.height / NEAR;
  canvas.viewbox({ x: shape.x + shape.width / 2 - width / 2, y: shape.y + shape.height / 2 - height / 2, width, height });
}

function mark(states: ReadonlyMap<string, ElementState>, words: Record<ElementState, string>, canvas: Canvas, overlays: Overlays, registry: Registry): void {
  for (const [id, state] of states) {
    const shape = registry.get(id);
    if (!shape || shape.waypoints) continue;
    canvas.addMarker(id, `state-${state}`);
    const badge = document.createElement('span');
    badge.className = `badge badge-${state}`;
    const compact = state === 'done' || shape.width < 60;
    badge.textContent = compact ? SIGNS[state] : `${SIGNS[state]} ${words[state]}`;
    badge.title = words[state];
    overlays.add(id, { position: { top: -12, left: compact ? shape.width - 12 : 4 }, html: badge, scale: { min: 0.7, max: 1.2 } });
  }
}

function describeAll(registry: Registry): ElementInfo[] {
  const departments = laneDepartments(registry);
  return registry
    .getAll()
    .filter(({ businessObject: { $type }, labelTarget, waypoints }) => !labelTarget && !waypoints && /Task|Event|Gateway|CallActivity|SubProcess/.test($type))
    .map(({ businessObject }) => describe(businessObject, departments));
}

function extension(object: BusinessObject, name: string): Extension | undefined {
  return object.extensionElements?.values?.find(({ $type }) => $type === `huxin:${name}`);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function laneDepartments(registry: Registry): Map<string, string> {
  const found = new Map<string, string>();
  for (const { businessObject } of registry.getAll()) {
    const department = businessObject.$type === 'bpmn:Lane' ? text(extension(businessObject, 'lane')?.['department']) : null;
    if (department) for (const { id } of businessObject.flowNodeRef ?? []) found.set(id, department);
  }
  return found;
}

function describe(object: BusinessObject, departments: Map<string, string>): ElementInfo {
  const task = extension(object, 'task');
  return {
    id: object.id,
    name: object.name ?? '',
    nameEn: text(extension(object, 'label')?.['en']),
    type: kindOf(object),
    department: text(task?.['department']) ?? departments.get(object.id) ?? null,
    clauses: (text(extension(object, 'clauses')?.['ids']) ?? '').split(/\s+/).filter(Boolean),
    deadline: text(task?.['deadline']) ?? text(extension(object, 'timer')?.['duration']),
    count: text(task?.['count']) ?? text(extension(object, 'timer')?.['count']),
  };
}

function kindOf({ $type, eventDefinitions }: BusinessObject): ElementInfo['type'] {
  if (/UserTask|ManualTask/.test($type)) return 'user';
  if ($type.includes('BusinessRuleTask')) return 'rule';
  if (/ServiceTask|SendTask|ScriptTask/.test($type)) return 'service';
  if ($type.includes('Gateway')) return 'gateway';
  if ($type.includes('StartEvent')) return 'start';
  if ($type.includes('EndEvent')) return 'end';
  if (eventDefinitions?.some((definition) => definition.$type.includes('Timer'))) return 'timer';
  if ($type.includes('ReceiveTask') || eventDefinitions?.some((definition) => definition.$type.includes('Message'))) return 'message';
  return 'other';
}
