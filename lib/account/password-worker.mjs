// Runs in a worker thread: one comparison at cost 12 takes about 0.3 s of processor time.
// Plain JavaScript, because the pool loads this file as it is, outside the build.
import bcrypt from "bcryptjs";

/** @param {{ password: string, cost: number } | { password: string, hash: string }} task */
export default function work(task) {
  return "hash" in task
    ? bcrypt.compareSync(task.password, task.hash)
    : bcrypt.hashSync(task.password, task.cost);
}
