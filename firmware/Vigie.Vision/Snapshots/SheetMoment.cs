using SkiaSharp;
using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Vision.Snapshots;

/// <summary>One event's picture: what stood in the frame, and whom it was about.</summary>
/// <param name="Picture">The frame, in colours.</param>
/// <param name="Tracks">Tracks at that frame.</param>
/// <param name="Track">Number of the track that the event is about; 0: of many.</param>
/// <param name="Box">Where the many are.</param>
/// <param name="Heading">When and what.</param>
/// <param name="Detail">Where, how sure, how many bytes.</param>
internal sealed record SheetMoment(SKBitmap Picture, Track[] Tracks, int Track, Box Box, string Heading, string Detail);
