//! What holds of every screen at every size, whatever it shows: nothing is out of reach sideways, nothing
//! is cut off unsaid, and no state is told by its colour alone.

use crate::session::Window;

const UNSOUND: &str = r#"
    const found = [];
    const name = (e) => `<${e.tagName.toLowerCase()} ${e.dataset?.testid ?? e.getAttribute('class') ?? ''}> ${(e.textContent ?? '').trim().slice(0, 60)}`;
    const root = document.documentElement;
    const held = (e) => e && e !== document.body && (getComputedStyle(e).overflowY !== 'visible' || held(e.parentElement));
    const out = (side, most) => [...document.querySelectorAll('body *')]
        .filter((e) => e.getBoundingClientRect()[side] > most + 1 && !held(e.parentElement)).slice(0, 3).map(name).join('; ');
    if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} wide in ${innerWidth}: ${out('right', innerWidth)}`);
    if (root.scrollHeight > innerHeight) found.push(`the page is ${root.scrollHeight} high in ${innerHeight}: ${out('bottom', innerHeight)}`);
    const seen = (e) => e.checkVisibility() && !e.closest('.sr') && e.getClientRects().length > 0
        && getComputedStyle(e).clipPath === 'none';
    for (const e of document.querySelectorAll('body *')) {
        if (e instanceof SVGElement || !seen(e)) continue;
        const style = getComputedStyle(e);
        const over = e.scrollWidth > e.clientWidth + 1;
        if (!over || style.display === 'inline') continue;
        if (e.matches('main, dialog, nav')) {
            const edge = e.getBoundingClientRect().right;
            const free = (each) => each === e || (getComputedStyle(each).overflowX === 'visible' && free(each.parentElement));
            const over = [...e.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > edge + 1 && free(each.parentElement));
            found.push(`scrolls sideways: ${name(e)}, for ${over.slice(0, 3).map(name).join('; ')}`);
        }
        else if (e.matches('button, .pill, label, th')) found.push(`spills over: ${name(e)}`);
        else if (['hidden', 'clip'].includes(style.overflowX) && !e.matches('input')) {
            const whole = e.closest('[title]') || e.closest('[aria-hidden=true]');
            if (style.textOverflow !== 'ellipsis') found.push(`cut off: ${name(e)}`);
            else if (!whole) found.push(`cut short, and its whole is nowhere: ${name(e)}`);
        }
    }
    for (const e of document.querySelectorAll('svg text')) {
        const [box, whole] = [e.getBoundingClientRect(), e.ownerSVGElement.getBoundingClientRect()];
        if (box.width && (box.left < whole.left - 1 || box.right > whole.right + 1)) found.push(`out of its drawing: ${name(e)}`);
    }
    const told = '[data-status], [data-allowed], [data-severity], .pill, [role=alert], [data-mark], [data-state=done], [data-state=attention]';
    for (const e of document.querySelectorAll(told)) {
        if (seen(e) && !e.textContent.trim() && !e.querySelector('svg, path')) found.push(`told by colour alone: ${name(e)}`);
    }
    for (const e of document.querySelectorAll('[aria-invalid=true]')) {
        const notes = (e.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent.trim());
        if (seen(e) && !notes.some(Boolean)) found.push(`wrong, and not said why: ${name(e)}`);
    }
    return found;"#;

/// Whatever of this does not hold.
pub(crate) async fn unsound(window: &Window) -> Vec<String> {
    window.driver.execute(UNSOUND, vec![]).await.unwrap().convert().unwrap()
}
