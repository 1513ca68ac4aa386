// Picture files that come into the text: each goes into the library, and stands in the text once it is there.
import { notice } from "./notice.js";
import { insert } from "./places.js";
import { said } from "./said.js";
import { figure, pictureOf } from "./shape.js";

const NO_ANSWER = { failed: "upload-failed", login: "login", large: "upload-large", trouble: "failed" };
const PICTURE = /\.(?:jpe?g|png|gif|webp|avif|heic|heif|tiff?|bmp|svg)$/i;

export const isPicture = (file) => file.type.startsWith("image/") || PICTURE.test(file.name);

/** One after the other behind `anchor`, so that they stand in the order in which they came. */
export async function takeFiles(editor, files, anchor) {
  let last = anchor;
  for (const file of files) {
    const photo = await taken(editor, file);
    if (photo) last = insert(editor, figure(pictureOf(photo)), last)?.wrapper ?? last;
  }
}

/** Promises the picture as the library has it, or null; what is to be known of it is said below the editor. */
export async function taken(editor, file) {
  const name = file.name || said("nameless");
  if (!isPicture(file)) return refused(editor, said("no-picture", { name }));
  if (!window.dangAnh) return refused(editor, said("no-library", { name }));
  const line = notice(editor, said("uploading", { name }));
  const answer = await window.dangAnh(file, (share) => line.progress(share));
  if (!answer.photo || answer.photo.removed) {
    const why = answer.photo ? said("was-removed") : answer.message || said(NO_ANSWER[answer.status] ?? "failed");
    line.say(`${name}: ${why}`, { bad: true });
    return null;
  }
  if (answer.near?.length) line.say(`${name}: ${answer.message}`);
  else line.drop();
  return answer.photo;
}

function refused(editor, words) {
  notice(editor, words, { trouble: true });
  return null;
}
