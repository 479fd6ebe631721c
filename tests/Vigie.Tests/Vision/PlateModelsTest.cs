using System.Globalization;
using System.Xml.Linq;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Tests.House;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;
using Vigie.Vision.Plates;
using Vigie.Vision.Snapshots;

namespace Vigie.Tests.Vision;

/// <summary>
/// The two plate networks of others on real pictures: their figures are told as a diagnostic message (<c>-diagnostics</c>), and may not get worse. With
/// VIGIE_CI on all pictures, else on every sixth.
/// </summary>
public sealed class PlateModelsTest
{
    private const float Sure = 0.5f;

    private static int Step => Thorough.Times(6, 1);

    [Fact]
    public void Brazilian_plates_are_read()
    {
        using PlateReader reader = Open();
        Tally given = new(), found = new();
        foreach ((string file, Box plate, string text) in BrazilianPlates().Where((_, index) => index % Step == 0))
        {
            using Frame frame = StillImage.Read(file);
            Assert.True(reader.TryRead(frame, Grown(plate), out PlateText read, out float _, out Fault? stuck));
            Assert.Null(stuck);
            given.Add(text, read.ToString());
            PlateReading[] readings = Look(reader, frame, Whole(frame));
            PlateReading best = readings.FirstOrDefault(reading => reading.Box.IntersectionOverUnion(plate) >= 0.3f);
            found.Add(text, best.Text.ToString());
        }

        TestContext.Current.SendDiagnosticMessage($"anpr-br, boxes given: {given}; found in the whole picture: {found}");
        Assert.True(given.Exact >= 0.85, $"boxes given: {given}");
        Assert.True(found.Exact >= 0.4, $"found in the whole picture: {found}");
    }

    [Fact]
    public void Plates_on_the_road_are_found()
    {
        using PlateReader reader = Open();
        ModelManifest street = ModelManifest.Read(SourceTree.Full("models/street"));
        Assert.SkipUnless(File.Exists(street.Network.Path), "models/street is not built: ./tools/run modelkit build street");
        using OnnxDetector vehicles = new(street, new DetectorOptions(ScoreFloor: 0.3f, Classes: street.NumbersOf(["car", "truck", "bus"])));
        Finds whole = new(), cars = new();
        foreach ((string file, Box[] plates) in RomanianPlates().Where((_, index) => index % Step == 0))
        {
            using Frame frame = StillImage.Read(file);
            whole.Add(plates, Look(reader, frame, Whole(frame)));
            Detection[] found = new Detection[vehicles.MaximumDetections];
            int count = vehicles.Detect(frame, found);
            cars.Add(plates, [.. found[..count].SelectMany(vehicle => Look(reader, frame, vehicle.Box))]);
        }

        TestContext.Current.SendDiagnosticMessage($"ro-plates-valid, whole picture: {whole}; in vehicles: {cars}");
        Assert.True(cars.Recall >= 0.15 && cars.Recall >= whole.Recall, $"whole picture: {whole}; in vehicles: {cars}");
    }

    private static PlateReader Open() => new(Peer("lpd-yunet", "lpd-yunet-320x240.onnx"), Peer("plate-text-cct", "plate-ocr-cct-xs-v1-global.onnx"));

    private static ModelManifest Peer(string model, string network)
    {
        ModelManifest manifest = ModelManifest.Read(SourceTree.Full($"models/{model}"));
        return manifest with { Network = manifest.Network with { Path = Pictures.Data("peer-models", network) } };
    }

    private static Box Whole(Frame frame) => new(0, 0, frame.Format.Width, frame.Format.Height);

    // As much around it as PlateReader leaves around a plate that it found.
    private static Box Grown(Box plate) => new(plate.Left - plate.Width / 20, plate.Top - plate.Height / 20, plate.Right + plate.Width / 20, plate.Bottom + plate.Height / 20);

    private static PlateReading[] Look(PlateReader reader, Frame frame, Box region)
    {
        PlateReading[] readings = new PlateReading[PlateReader.MostPlates];
        int count = reader.Read(frame, region, readings, out Fault? stuck);
        Assert.Null(stuck);
        return readings[..count];
    }

    private static IEnumerable<(string File, Box Plate, string Text)> BrazilianPlates() =>
        from file in Directory.GetFiles(Pictures.Data("anpr-br"), "*.txt").Order(StringComparer.Ordinal)
        from line in File.ReadAllLines(file)
        let parts = line.Split('\t')
        where parts.Length >= 6
        let numbers = parts[1..5].Select(part => float.Parse(part, CultureInfo.InvariantCulture)).ToArray()
        select (Path.Combine(Path.GetDirectoryName(file)!, parts[0]), Box.FromSize(numbers[0], numbers[1], numbers[2], numbers[3]), parts[5].Trim());

    private static IEnumerable<(string File, Box[] Plates)> RomanianPlates() =>
        from file in Directory.GetFiles(Pictures.Data("ro-plates-valid", "annots"), "*.xml").Order(StringComparer.Ordinal)
        let boxes = XDocument.Load(file).Descendants("bndbox").Select(box => new Box(Side(box, "xmin"), Side(box, "ymin"), Side(box, "xmax"), Side(box, "ymax"))).ToArray()
        select (Pictures.Data("ro-plates-valid", "images", Path.GetFileNameWithoutExtension(file) + ".jpg"), boxes);

    private static float Side(XElement box, string name) => (float)box.Element(name)!;

    private sealed class Tally
    {
        private int _texts;
        private int _exact;
        private int _characters;
        private int _right;

        public double Exact => (double)_exact / _texts;

        public void Add(string wanted, string read)
        {
            _texts++;
            _exact += wanted == read ? 1 : 0;
            _characters += wanted.Length;
            _right += wanted.Zip(read).Count(pair => pair.First == pair.Second);
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{_exact} of {_texts} texts exact ({Exact:0.000}), characters {(double)_right / _characters:0.000}");
    }

    private sealed class Finds
    {
        private int _wanted;
        private int _hit;
        private int _said;
        private int _right;

        public double Recall => (double)_hit / _wanted;

        public void Add(Box[] plates, PlateReading[] readings)
        {
            // What two tiles or two vehicles show is one plate.
            List<Box> boxes = [];
            foreach (PlateReading reading in readings.Where(reading => reading.Score >= Sure).OrderByDescending(reading => reading.Score))
            {
                if (boxes.TrueForAll(box => box.IntersectionOverUnion(reading.Box) < 0.3f))
                {
                    boxes.Add(reading.Box);
                }
            }

            _wanted += plates.Length;
            _said += boxes.Count;
            foreach (Box plate in plates)
            {
                int match = boxes.FindIndex(box => box.IntersectionOverUnion(plate) >= 0.5f);
                if (match >= 0)
                {
                    boxes.RemoveAt(match);
                    _hit++;
                    _right++;
                }
            }
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"recall {Recall:0.000} ({_hit} of {_wanted}), precision {(double)_right / Math.Max(1, _said):0.000}");
    }
}
