//! Small pictures of the window, made by the window itself: it has the codec.

use crate::session::Window;
use std::path::Path;

/// A PNG in Base64, drawn in steps of a half: one step would leave letters out.
const SHRINK: &str = r"
    const [png, height, quality, done] = arguments;
    const image = new Image();
    image.onerror = () => done('the picture cannot be read');
    image.onload = () => {
        let from = image;
        let [width, high] = [image.naturalWidth, image.naturalHeight];
        const factor = Math.min(1, height / high);
        const goal = [Math.round(width * factor), Math.round(high * factor)];
        do {
            const next = document.createElement('canvas');
            next.width = width = Math.max(goal[0], Math.ceil(width / 2));
            next.height = high = Math.max(goal[1], Math.ceil(high / 2));
            const context = next.getContext('2d');
            context.imageSmoothingQuality = 'high';
            context.drawImage(from, 0, 0, width, high);
            from = next;
        } while (high > goal[1]);
        const url = from.toDataURL('image/jpeg', quality);
        const [kind, data] = url.split(',');
        if (kind !== 'data:image/jpeg;base64') done(`${kind} instead of JPEG`);
        else done([...atob(data)].map((letter) => letter.charCodeAt(0)));
    };
    image.src = `data:image/png;base64,${png}`;";

/// Writes a picture of at most so many pixels of height.
pub(crate) async fn write_jpeg(window: &Window, png: &str, height: u32, quality: f64, to: &Path) {
    let arguments = vec![png.into(), height.into(), quality.into()];
    let made = window.driver.execute_async(SHRINK, arguments).await.unwrap();
    let bytes: Vec<u8> = made.convert().unwrap_or_else(|_| panic!("{}: {}", to.display(), made.json()));
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::write(to, bytes).unwrap();
}
