import type { RuntimeDoor, RuntimeListener } from '../../engine/runtime-port';

/** How much longer the output of a container takes than its answer, which does not go through the engine, in milliseconds. */
export const OUTPUT_LAG_MS = 20;

/** The door for runtimes whose output is late: what they answer is told when the lines before it are there. */
export function patientDoor(door: RuntimeDoor): RuntimeDoor {
  return { open: (environmentId, listener, extensions) => door.open(environmentId, late(listener), extensions) };
}

function late(listener: RuntimeListener): RuntimeListener {
  const later = (tell: () => void) => void setTimeout(tell, OUTPUT_LAG_MS);
  return {
    ready: (marks) => later(() => listener.ready(marks)),
    initFailed: (error, marks) => later(() => listener.initFailed(error, marks)),
    answered: (answer, marks) => later(() => listener.answered(answer, marks)),
  };
}
