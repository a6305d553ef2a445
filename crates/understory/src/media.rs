//! Files that a story brings along: pictures are taken apart and made anew in a few sizes, so that nothing of a camera's
//! notes or of a hidden payload stays; videos are kept as they are.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Limits};
use sha2::{Digest, Sha256};

use crate::models::{Medium, Picture, Refusal, Size, Video};
use crate::store::media::File;

/// The widths in which a picture is kept, in pixels: a picture beside a headline, a column, a wide screen.
const WIDTHS: [u32; 3] = [320, 800, 1600];

/// The largest file that is looked at, in bytes.
const LARGEST: usize = 30 << 20;

/// The largest side of a picture that is read, in pixels, and the memory that reading it may take, in bytes: what a
/// photograph of 100 megapixels takes with a byte a colour and seven-eighths over.
const SIDE: u32 = 16_000;
const MEMORY: u64 = 512 << 20;

/// The most pixels of a story's picture and of one of a person: cameras have a hundred million at most, telephones fifty.
const PIXELS: u64 = 120_000_000;
const FACE_PIXELS: u64 = 50_000_000;

/// What is kept of one file at most, in bytes; the table says so too.
const KEPT: usize = 2 << 20;

/// Quality of JPEG: what is above is not seen, and weighs.
const QUALITY: u8 = 80;

fn refused(text: impl Into<String>) -> Refusal {
    Refusal::field("media_invalid", "media", text.into())
}

/// A picture or a video from its file, whichever it is, with what is to be kept of it.
///
/// # Errors
/// The refusal of what is neither, or too large.
pub fn medium(bytes: Vec<u8>) -> Result<(Medium, Vec<File>), Refusal> {
    if image::guess_format(&bytes).is_ok() {
        let (picture, files) = picture(&bytes)?;
        return Ok((Medium { picture: Some(picture), ..Medium::default() }, files));
    }
    let (file, kept) = video(bytes)?;
    let video = Video::Here { file, length: String::new(), silent: false };
    Ok((Medium { video: Some(video), ..Medium::default() }, vec![kept]))
}

/// The sizes of a picture from its file: JPEG, PNG or WebP.
///
/// # Errors
/// The refusal of what is no such picture, or too large.
pub fn picture(bytes: &[u8]) -> Result<(Picture, Vec<File>), Refusal> {
    let whole = read(bytes, PIXELS)?;
    let own = whole.width();
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|width| *width < own).collect();
    if widths.len() < WIDTHS.len() {
        widths.push(own);
    }
    let mut sizes = Vec::new();
    let mut files = Vec::new();
    for width in widths {
        let height = (u64::from(whole.height()) * u64::from(width)).div_ceil(u64::from(own)).max(1);
        let height = u32::try_from(height).unwrap_or(u32::MAX);
        let scaled =
            if width == own { whole.clone() } else { whole.resize_exact(width, height, FilterType::CatmullRom) };
        let file = encode(&scaled).map_err(|error| refused(format!("The picture cannot be written: {error}.")))?;
        if file.bytes.len() > KEPT {
            continue;
        }
        sizes.push(Size { file: name_of(&file), width, height });
        files.push(file);
    }
    if sizes.is_empty() {
        return Err(refused("The picture is too detailed to be kept in 2 MB. Make it smaller, and give it again."));
    }
    Ok((Picture { sizes }, files))
}

/// A picture's pixels, upright, without its notes: JPEG, PNG or WebP, by content and never by name. How many there are is
/// asked before any is read.
fn read(bytes: &[u8], most: u64) -> Result<DynamicImage, Refusal> {
    if bytes.len() > LARGEST {
        return Err(refused("A picture may have 30 MB at most. Make it smaller, and give it again."));
    }
    let unreadable = |error: &dyn std::fmt::Display| {
        refused(format!("The picture cannot be read ({error}). JPEG, PNG and WebP can."))
    };
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| unreadable(&error))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| unreadable(&error))?;
    // The limits above are the decoder's own: what the pixels take that it gives is asked of nobody but us.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > most || decoder.total_bytes() > MEMORY {
        let words = format!(
            "This picture has {width} by {height} pixels, more than are read. Make it smaller, and give it again."
        );
        return Err(Refusal::field("media_too_large", "media", words));
    }
    // How the camera was held stands in its notes, which do not stay.
    let orientation = decoder.orientation().map_err(|error| unreadable(&error))?;
    let mut whole = DynamicImage::from_decoder(decoder).map_err(|error| unreadable(&error))?;
    whole.apply_orientation(orientation);
    Ok(whole)
}

/// How wide and high pictures of people are kept, in pixels.
const FACE: u32 = 192;

/// A picture of somebody: the square in its middle, small.
///
/// # Errors
/// The refusal of what is no picture, or too large.
pub fn face(bytes: &[u8]) -> Result<File, Refusal> {
    let whole = read(bytes, FACE_PIXELS)?;
    let square = whole.resize_to_fill(FACE, FACE, FilterType::CatmullRom);
    encode(&square).map_err(|error| refused(format!("The picture cannot be written: {error}.")))
}

/// Pictures that are see-through stay so; all others are photographs to us.
fn encode(picture: &DynamicImage) -> image::ImageResult<File> {
    let mut bytes = Vec::new();
    let seen_through = picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < 255);
    let kind = if seen_through {
        let pixels = picture.to_rgba8();
        PngEncoder::new(&mut bytes).write_image(
            &pixels,
            pixels.width(),
            pixels.height(),
            image::ExtendedColorType::Rgba8,
        )?;
        "image/png"
    } else {
        let pixels = picture.to_rgb8();
        JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&pixels)?;
        "image/jpeg"
    };
    Ok(file(bytes, kind, picture.width(), picture.height()))
}

/// A video that is played in the page: WebM or MP4 of at most 2 MB, as short clips are.
///
/// # Errors
/// The refusal of what is no such file, or too large.
pub fn video(bytes: Vec<u8>) -> Result<(String, File), Refusal> {
    if bytes.len() > KEPT {
        return Err(refused(
            "A video that is kept here may have 2 MB at most. Put a longer one where videos are kept, and give its address.",
        ));
    }
    let kind = match bytes.as_slice() {
        [0x1a, 0x45, 0xdf, 0xa3, ..] => "video/webm",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "video/mp4",
        _ => return Err(refused("The file is no video that browsers play. WebM and MP4 are.")),
    };
    let file = file(bytes, kind, 0, 0);
    Ok((name_of(&file), file))
}

fn file(bytes: Vec<u8>, kind: &'static str, width: u32, height: u32) -> File {
    File { sha256: Sha256::digest(&bytes).to_vec(), kind, width, height, bytes }
}

fn name_of(file: &File) -> String {
    let digits: String = file.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    let ending = match file.kind {
        "image/png" => "png",
        "video/webm" => "webm",
        "video/mp4" => "mp4",
        _ => "jpg",
    };
    format!("{digits}.{ending}")
}

/// The hash in the name of a file.
pub fn hash_in(name: &str) -> Option<Vec<u8>> {
    let (digits, _) = name.split_once('.')?;
    if digits.len() != 64 || !digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return None;
    }
    (0..64).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, alpha: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        let pixels = image::RgbaImage::from_fn(width, height, |x, y| image::Rgba([x as u8, y as u8, 90, alpha]));
        PngEncoder::new(&mut bytes).write_image(&pixels, width, height, image::ExtendedColorType::Rgba8).unwrap();
        bytes
    }

    #[test]
    fn pictures_are_kept_in_a_few_sizes() {
        let (picture, files) = picture(&png(2000, 1000, 255)).unwrap();
        let sizes: Vec<_> = picture.sizes.iter().map(|size| (size.width, size.height)).collect();
        assert_eq!(sizes, [(320, 160), (800, 400), (1600, 800)]);
        assert!(files.iter().all(|file| file.kind == "image/jpeg"));
        assert_eq!(hash_in(&picture.sizes[0].file).unwrap(), files[0].sha256);
        let small = super::picture(&png(300, 10, 40)).unwrap();
        assert_eq!((small.0.sizes.len(), small.1[0].kind, small.0.sizes[0].width), (1, "image/png", 300));
    }

    #[test]
    fn what_would_take_too_much_room_is_refused_before_it_is_read() {
        // A picture of one colour: a few kilobytes, and whole.
        let flat = |side: u32| {
            let mut bytes = Vec::new();
            let row = vec![0; side as usize * side as usize];
            PngEncoder::new(&mut bytes).write_image(&row, side, side, image::ExtendedColorType::L8).unwrap();
            bytes
        };
        let large = flat(8_000);
        assert!(large.len() < 1 << 20, "{}", large.len());
        assert_eq!(face(&large).unwrap_err().code, "media_too_large");
        assert!(picture(&large).is_ok());
        assert_eq!(picture(&flat(11_000)).unwrap_err().code, "media_too_large");
        assert!(face(&flat(6_000)).is_ok());
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for bytes in [&b""[..], b"<svg onload=alert(1)>", b"GIF89a", &png(10, 10, 255)[..40]] {
            assert_eq!(picture(bytes).unwrap_err().code, "media_invalid");
        }
        assert_eq!(video(b"<html>".to_vec()).unwrap_err().code, "media_invalid");
        assert!(video(vec![0x1a, 0x45, 0xdf, 0xa3, 0]).unwrap().0.ends_with(".webm"));
    }
}
