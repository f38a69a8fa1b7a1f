//! The icons are drawn from two SVGs: `icon.svg`, and `icon-small.svg` where there are few pixels.
//! `UPDATE_ICONS=1 cargo test --test package icons` draws them again.

use crate::{ROOT, json};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use std::path::PathBuf;

/// Up to this size the small drawing is the clearer one.
const SMALL: u32 = 32;

/// The sizes of the hicolor theme, and one that stores and web pages ask for.
const PNG: [u32; 9] = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

/// What Windows looks for, up to 200 %.
const ICO: [u32; 7] = [16, 24, 32, 48, 64, 128, 256];

/// The PNG entries of an `.icns`: the type and the size; the even ones of a pair are for Retina.
const ICNS: [(&[u8; 4], u32); 8] = [
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
    (b"ic10", 1024),
];

/// The two that macOS reads only as raw channels: the colours' type, the mask's type, and the size.
const ICNS_RAW: [(&[u8; 4], &[u8; 4], u32); 2] = [(b"is32", b"s8mk", 16), (b"il32", b"l8mk", 32)];

/// How far a channel may be off: another processor rounds otherwise.
const ROUNDING: u8 = 2;

const AGAIN: &str = "UPDATE_ICONS=1 cargo test --test package icons";

#[test]
fn icons_are_drawn_from_the_svg() {
    for size in PNG {
        let (name, drawn) = (png_name(size), draw(size).encode_png().unwrap());
        let stored = stored(&name, &drawn);
        assert!(alike(&stored, &drawn), "icons/{name} is not what the SVG shows: {AGAIN}");
    }
    for (name, made) in [("icon.ico", ico()), ("icon.icns", icns())] {
        assert!(stored(name, &made) == made, "icons/{name} does not hold the PNGs beside it: {AGAIN}");
    }
}

#[test]
fn every_icon_that_a_package_asks_for_is_drawn() {
    let mut drawn: Vec<String> = PNG.iter().map(|size| png_name(*size)).collect();
    drawn.extend(["icon.ico".into(), "icon.icns".into()]);
    for file in
        ["tauri.conf.json", "tauri.linux.conf.json", "tauri.macos.conf.json", "tauri.windows.conf.json"]
    {
        for icon in json(file)["bundle"]["icon"].as_array().into_iter().flatten() {
            let name = icon.as_str().unwrap().strip_prefix("icons/").unwrap();
            assert!(
                drawn.iter().any(|drawn| drawn == name),
                "{file} asks for {icon}, which no SVG is drawn to"
            );
        }
    }
}

/// The tile carries its own contrast, so that no panel's colour swallows the mark.
#[test]
fn the_small_mark_stands_out_from_its_tile() {
    let mark = draw(16);
    let at = |x, y| mark.pixel(x, y).unwrap().demultiply();
    let (key, gap) = (at(8, 8), at(5, 12));
    assert!(key.red() > 230 && gap.red() < 110, "the key is white on the tile: {key:?}, {gap:?}");
    assert_eq!(at(0, 0).alpha(), 0, "the corners are clear");
}

fn folder() -> PathBuf {
    PathBuf::from(ROOT).join("icons")
}

fn png_name(size: u32) -> String {
    format!("{size}x{size}.png")
}

/// The file as it is kept; with `UPDATE_ICONS` set, as it is from now on.
fn stored(name: &str, new: &[u8]) -> Vec<u8> {
    let path = folder().join(name);
    if std::env::var_os("UPDATE_ICONS").is_some() {
        std::fs::write(&path, new).unwrap();
    }
    std::fs::read(&path).unwrap_or_else(|error| panic!("icons/{name}: {error}: {AGAIN}"))
}

fn png(size: u32) -> Vec<u8> {
    std::fs::read(folder().join(png_name(size))).unwrap()
}

fn draw(size: u32) -> Pixmap {
    let name = if size <= SMALL { "icon-small.svg" } else { "icon.svg" };
    let svg = std::fs::read(folder().join(name)).unwrap();
    let tree = Tree::from_data(&svg, &Options::default()).unwrap();
    let mut pixels = Pixmap::new(size, size).unwrap();
    let (across, down) = (size as f32 / tree.size().width(), size as f32 / tree.size().height());
    resvg::render(&tree, Transform::from_scale(across, down), &mut pixels.as_mut());
    pixels
}

/// The format that holds PNGs since Windows Vista: a head, an entry per size, the pictures.
fn ico() -> Vec<u8> {
    let pictures: Vec<Vec<u8>> = ICO.iter().map(|size| png(*size)).collect();
    let count = u16::try_from(pictures.len()).unwrap();
    let mut file = [0u16, 1, count].map(u16::to_le_bytes).concat();
    let mut offset = 6 + 16 * u32::from(count);
    for (size, picture) in ICO.iter().zip(&pictures) {
        let length = u32::try_from(picture.len()).unwrap();
        // 256 is written as nought.
        let side = u8::try_from(*size).unwrap_or(0);
        file.extend([side, side, 0, 0, 1, 0, 32, 0]);
        file.extend(length.to_le_bytes());
        file.extend(offset.to_le_bytes());
        offset += length;
    }
    file.extend(pictures.concat());
    file
}

fn icns() -> Vec<u8> {
    let mut entries: Vec<u8> = Vec::new();
    let mut add = |kind: &[u8; 4], data: &[u8]| {
        entries.extend(kind);
        entries.extend(u32::try_from(data.len() + 8).unwrap().to_be_bytes());
        entries.extend(data);
    };
    for (colours, mask, size) in ICNS_RAW {
        let picture = Pixmap::decode_png(&png(size)).unwrap();
        let pixels: Vec<_> = picture.pixels().iter().map(|pixel| pixel.demultiply()).collect();
        let channels = [0, 1, 2, 3].map(|channel| {
            pixels.iter().map(|p| [p.red(), p.green(), p.blue(), p.alpha()][channel]).collect::<Vec<u8>>()
        });
        let [red, green, blue, alpha] = channels;
        add(colours, &[red, green, blue].map(|channel| literal_runs(&channel)).concat());
        add(mask, &alpha);
    }
    for (kind, size) in ICNS {
        add(kind, &png(size));
    }
    let length = u32::try_from(entries.len() + 8).unwrap();
    [b"icns".as_slice(), &length.to_be_bytes(), &entries].concat()
}

/// The run-length coding of `.icns`, with nothing coded: up to 128 bytes, their number less one before.
fn literal_runs(bytes: &[u8]) -> Vec<u8> {
    bytes
        .chunks(128)
        .flat_map(|run| std::iter::once(u8::try_from(run.len() - 1).unwrap()).chain(run.iter().copied()))
        .collect()
}

/// Whether two PNGs show the same, but for rounding.
fn alike(a: &[u8], b: &[u8]) -> bool {
    let (Ok(a), Ok(b)) = (Pixmap::decode_png(a), Pixmap::decode_png(b)) else { return false };
    (a.width(), a.height()) == (b.width(), b.height())
        && a.data().iter().zip(b.data()).all(|(a, b)| a.abs_diff(*b) <= ROUNDING)
}
