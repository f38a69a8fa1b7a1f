//! A text as a QR code, for a telephone to read from a screen.

use png::{BitDepth, ColorType, Encoder};
use qrcode::{Color, QrCode};

/// Points of a module's side.
const SCALE: usize = 4;
/// Light modules around the code: ISO/IEC 18004 asks for four.
const QUIET: usize = 4;

/// A PNG in black and white; `None`: the text is longer than a QR code holds.
pub(crate) fn png(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::new(text).ok()?;
    let modules = code.width();
    let colors = code.to_colors();
    let side = (modules + 2 * QUIET) * SCALE;
    let is_dark = |row: usize, column: usize| {
        let of_code = |point: usize| (point / SCALE).checked_sub(QUIET).filter(|at| *at < modules);
        let (Some(row), Some(column)) = (of_code(row), of_code(column)) else { return false };
        colors.get(row * modules + column) == Some(&Color::Dark)
    };
    let mut points = Vec::with_capacity(side * side.div_ceil(8));
    for row in 0..side {
        // Eight points a byte, the first in the highest bit; light is one.
        for first in (0..side).step_by(8) {
            points.push((0..8).fold(0, |byte, at| byte << 1 | u8::from(!is_dark(row, first + at))));
        }
    }
    let (mut bytes, side) = (Vec::new(), u32::try_from(side).ok()?);
    let mut encoder = Encoder::new(&mut bytes, side, side);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&points).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
