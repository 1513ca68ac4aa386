// The objects of a body as they are stored (cms/shape.py): written here in just that form.
import { escaped } from "./said.js";

const OF_FIGURES = ["data-photo", "data-file", "data-embed", "data-credit", "data-alt"];

/** `caption` is rich text without blocks, everything else is text: {photo, file, embed, credit, alt, caption}. */
export function figure(thing) {
  const attributes = OF_FIGURES.map((name) => [name, thing[name.slice(5)]]).filter(([, value]) => value);
  const written = attributes.map(([name, value]) => ` ${name}="${escaped(String(value))}"`).join("");
  return `<figure${written}>${thing.caption ? `<figcaption>${thing.caption}</figcaption>` : ""}</figure>`;
}

export const gallery = (kind, pictures) => `<div data-gallery="${kind}">${pictures.map(figure).join("")}</div>`;

/** A picture of the library as it first stands in a text. */
export const pictureOf = (photo) => ({
  photo: photo.id,
  credit: photo.credit,
  alt: photo.alt,
  caption: escaped(photo.caption),
});

/** What a figure names, off the attributes of an element of either tree. */
export function named(attributes) {
  const found = {};
  for (const name of OF_FIGURES) if (attributes[name]) found[name.slice(5)] = attributes[name];
  return found;
}

/** A caption without what an editor leaves in an empty line; "" where no word is. */
export function captionOf(html) {
  const trimmed = html.replace(/^(?:<br \/>|<br>|&nbsp;|\s)+|(?:<br \/>|<br>|&nbsp;|\s)+$/g, "");
  return trimmed.replace(/<[^>]*>|&nbsp;|\s/g, "") ? trimmed : "";
}
