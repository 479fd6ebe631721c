using Vigie.Delivery.Mqtt;

namespace Vigie.Chaos.Faults;

/// <summary>The product's own kit (tools/brokers): authority, certificates, Mosquitto with the rights of roles. Certificates live for a year; an expired one is made by openssl itself.</summary>
internal sealed class Town : IDisposable
{
    private readonly Stage _stage;
    private readonly string _folder;
    private Child? _broker;

    public Town(Stage stage)
    {
        (_stage, _folder, BoxFiles) = (stage, stage["town"], stage["box-files"]);
        if (!Tool.Exists("mosquitto") || !Tool.Exists("openssl"))
        {
            throw new RowSkipped("no mosquitto or no openssl here");
        }

        stage.Keep(this);
        Port = Mosquitto.FreePort();
        Authority("create", _folder);
        Authority("certify", _folder, "hub", "hub");
        Directory.CreateDirectory(BoxFiles);
        foreach (string name in (string[])["authority.crt", "revoked.crl"])
        {
            File.Copy(Path.Combine(_folder, name), Path.Combine(BoxFiles, name));
        }
    }

    public int Port { get; }

    public string Address => $"mqtts://127.0.0.1:{Port}";

    /// <summary>Where the box looks for its files.</summary>
    public string BoxFiles { get; }

    public async Task<Town> StartAsync()
    {
        _broker = new Child([Kit("mosquitto"), _folder, $"{Port}", "hub"]);
        await _stage.UntilAsync(() => _broker.HasExited || Mosquitto.Listens("127.0.0.1", Port), "the town's broker listens");
        return _broker.HasExited ? throw new RowFailure("the town's broker ended: " + _broker.Error) : this;
    }

    /// <summary>What the receiver shows: it is a hub.</summary>
    public TlsMaterial Receiver() => TlsMaterial.Load(new TlsFiles(In("authority.crt"), In("hub-hub.crt"), In("hub-hub.key"), In("revoked.crl")));

    /// <summary>A new certificate for a box of this name, put where the box looks.</summary>
    public void Give(string box)
    {
        Authority("certify", _folder, "box", box);
        Put(In($"box-{box.Replace('/', '-')}"));
    }

    public void GiveRevoked()
    {
        Give("town/box-1");
        Authority("revoke", _folder, In("box-town-box-1.crt"));
    }

    public void GiveAnothers()
    {
        string other = _stage["other"];
        Authority("create", other);
        Authority("certify", other, "box", "town/box-1");
        Put(Path.Combine(other, "box-town-box-1"));
    }

    public void GiveExpired()
    {
        Authority("certify", _folder, "box", "town/box-1");
        string old = _stage["old"];
        Tool.Run("openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/OU=box/CN=town\\/box-1", "-keyout", old + ".key", "-out", old + ".csr");
        Tool.Run(
            "openssl", "ca", "-config", In("openssl.cnf"), "-batch", "-notext", "-extensions", "client", "-startdate", "20200101000000Z", "-enddate", "20210101000000Z",
            "-in", old + ".csr", "-out", old + ".crt");
        Put(old);
    }

    public void Dispose()
    {
        _broker?.Dispose();
    }

    private string In(string name) => Path.Combine(_folder, name);

    private static string Kit(string name) => Path.Combine(Checkout.Root, "tools/brokers", name);

    private static void Authority(params string[] arguments) => Tool.Run([Kit("authority"), .. arguments]);

    private void Put(string files)
    {
        foreach (string ending in (string[])[".key", ".crt"])
        {
            string place = Path.Combine(BoxFiles, "box" + ending);
            File.Copy(files + ending, place + ".new", overwrite: true);
            File.SetUnixFileMode(place + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.Move(place + ".new", place, overwrite: true);
        }
    }
}
