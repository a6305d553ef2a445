//! U1: what a camera or a program wrote into a picture beside its pixels is gone from what is kept, and how the camera was
//! held is in the pixels.

use understory::models::Role;

use crate::world::{World, on_both};

const SECRET: &str = "Quay Street 7, second floor";

/// Exif (TIFF, little-endian): held on its side (orientation 6: turned a quarter clockwise when shown), where and by whom.
fn notes() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let (text, gps) = (8 + 2 + 3 * 12 + 4, 8 + 2 + 3 * 12 + 4 + 28);
    tiff.extend(3_u16.to_le_bytes());
    tiff.extend(entry(0x010e, 2, 28, text));
    tiff.extend(entry(0x0112, 3, 1, 6));
    tiff.extend(entry(0x8825, 4, 1, gps));
    tiff.extend([0; 4]);
    tiff.extend(SECRET.as_bytes());
    tiff.resize(gps as usize, 0);
    // 54° 47′ 0″ north.
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(1, 2, 2, u32::from(b'N')));
    tiff.extend(entry(2, 5, 3, gps + 2 + 2 * 12 + 4));
    tiff.extend([0; 4]);
    for part in [54_u32, 1, 47, 1, 0, 1] {
        tiff.extend(part.to_le_bytes());
    }
    tiff
}

/// Red on the left and blue on the right: shown as the camera was held, red is above.
fn pixels() -> image::RgbImage {
    image::RgbImage::from_fn(
        240,
        240,
        |x, _| if x < 120 { image::Rgb([220, 20, 20]) } else { image::Rgb([20, 20, 220]) },
    )
}

fn jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut bytes).encode_image(&pixels()).unwrap();
    let segment = [b"Exif\0\0".as_slice(), &notes()].concat();
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    let comment = [b"\xff\xfe\0\x1d".as_slice(), &SECRET.as_bytes()[..27]].concat();
    [&bytes[..2], b"\xff\xe1", &length, &segment, &comment, &bytes[2..]].concat()
}

fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    pixels().write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    let chunk = |kind: &[u8], data: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(data);
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], kind, data, &crc.sum().to_be_bytes()].concat()
    };
    let text = chunk(b"tEXt", format!("Comment\0{SECRET}").as_bytes());
    let notes = chunk(b"eXIf", &notes());
    // After the header: a mark of 8 bytes and a chunk of 13.
    [&bytes[..33], &text, &notes, &bytes[33..]].concat()
}

fn webp() -> Vec<u8> {
    let mut bytes = Vec::new();
    pixels().write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::WebP).unwrap();
    let chunk = |kind: &[u8], data: &[u8]| {
        let padding: &[u8] = if data.len() % 2 == 1 { b"\0" } else { b"" };
        [kind, &u32::try_from(data.len()).unwrap().to_le_bytes(), data, padding].concat()
    };
    // The simple file's only chunk, in a file that says what else it has: Exif and XMP.
    let size = 239_u32.to_le_bytes();
    let header = [&[0b0000_1100, 0, 0, 0][..], &size[..3], &size[..3]].concat();
    let xmp = format!("<x:xmpmeta>{SECRET}</x:xmpmeta>");
    let inner = [
        b"WEBP".as_slice(),
        &chunk(b"VP8X", &header),
        &bytes[12..],
        &chunk(b"EXIF", &notes()),
        &chunk(b"XMP ", xmp.as_bytes()),
    ]
    .concat();
    chunk(b"RIFF", &inner)
}

fn send(world: &World, cookie: &str, bytes: &[u8]) -> u16 {
    let head = "--x\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"me.jpg\"\r\n\r\n";
    let body = [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat();
    let headers =
        [("cookie", cookie), ("sec-fetch-site", "same-origin"), ("content-type", "multipart/form-data; boundary=x")];
    world.send("POST", "/account/picture", &headers, Some(&body)).status
}

#[test]
fn a_cameras_notes_are_gone_and_the_picture_stands_upright() {
    on_both(|world| {
        let person = world.person("Ana", Role::Member);
        for (kind, bytes) in [("JPEG", jpeg()), ("PNG", png()), ("WebP", webp())] {
            let text = String::from_utf8_lossy(&bytes);
            assert!(text.contains(SECRET), "{kind}: nothing to be taken away");
            assert_eq!(send(world, &person.cookie, &bytes), 303, "{kind}");
            let kept = world.get(&format!("/people/{}/picture", person.id)).expect(200);
            for mark in ["Quay", "Exif", "eXIf", "EXIF", "tEXt", "XMP", "xmpmeta", "GPS", "II*"] {
                assert!(!kept.text.contains(mark), "{kind}: {mark} is kept");
            }
            let shown = image::load_from_memory(&kept.bytes).unwrap().to_rgb8();
            let is_red = |x: u32, y: u32| shown.get_pixel(x, y).0[0] > 150 && shown.get_pixel(x, y).0[2] < 100;
            for x in [20, 96, 170] {
                assert!(is_red(x, 30) && !is_red(x, 160), "{kind} is not upright");
            }
        }
    });
}
