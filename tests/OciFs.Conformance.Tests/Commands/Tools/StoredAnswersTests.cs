using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Commands.Tools;

/// <summary>What Podman 5 and Docker 28 said of the parents of images in stores that they left, as the command line tells it.</summary>
public sealed class StoredAnswersTests
{
    // Built upon a step that has no name: the nearest that is listed.
    private const string BuiltUponAStep = "sha256:3a4e1f90fe1880294e9971325d758191f9705eeb08dc32641dfea55dbfd51cd5";
    private const string ItsNearest = "sha256:c5f88047f655810ba73ca5b676efde9fa005d7675990788b4bad1ac4e9fe1e91";

    [Theory]
    [InlineData("podman-forky", "containers-storage:", 20)]
    [InlineData("docker-forky", "docker-store:", 14)]
    public void ParentsAreThoseThatTheToolTold(string name, string transport, int least)
    {
        using var folder = new TempFolder();
        var stores = Path.Combine(Repository.Root, "tests", "Fixtures", "stores");
        Command.Run("tar", "-C", folder.Path, "--zstd", "-xf", Path.Combine(stores, $"{name}.tar.zst")).Ok();
        var ours = Command.Ocifs("images", "--tree", "--json", transport + folder.Path).Json().AsArray().ToLookup(image => $"{image!["id"]}", image => image!, StringComparer.Ordinal);
        var compared = 0;
        foreach (var row in File.ReadLines(Path.Combine(stores, $"{name}.images")).Select(line => line.Split('\t')))
        {
            // ID, parent or a dash, size. Podman calls a list and an image of schema 1 by IDs that are no config's.
            var (id, parent) = ($"sha256:{row[0]}", row[1] == "-" ? string.Empty : $"sha256:{row[1]}");
            Assert.All(ours[id], image => Assert.Equal(id == BuiltUponAStep ? ItsNearest : parent, $"{image["parent"]}"));
            compared += ours.Contains(id) ? 1 : 0;
        }

        Assert.InRange(compared, least, 23);
    }
}
