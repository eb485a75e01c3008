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
  width: number;
  height: number;
}

interface Registry {
  getAll(): Shape[];
  get(id: string): Shape | undefined;
}

interface Canvas {
  zoom(level: number | 'fit-viewport', centre?: 'auto'): number;
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
  const fit = (): void => fitWidth(canvas);
  fit();
  return {
    elements,
    fit,
    zoom: (factor) => void canvas.zoom(canvas.zoom(1) * factor, 'auto'),
    mark: (states, words) => mark(states, words, canvas, viewer.get<Overlays>('overlays'), registry),
    destroy: () => viewer.destroy(),
  };
}

/** The whole diagram if it fits, else its full width from the top. */
function fitWidth(canvas: Canvas): void {
  canvas.zoom('fit-viewport', 'auto');
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
