using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests;

/// <summary>The library as others get it: packed, and used by a program that knows nothing of this repository.</summary>
public sealed class PackageTests
{
    private const string Program = """
        using OciFs.Images;

        using var store = ImageStore.Open(args[0], new ImageStoreOptions { Cache = null });
        foreach (var image in store.Images)
        {
            Console.WriteLine(image.Name);
        }

        using var tar = store.Get("single-amd64").DefaultPlatform!.Layers[0].OpenTar();
        Console.WriteLine("sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(tar)));
        """;

    [Fact]
    public void A_program_that_has_only_the_package_reads_a_layout()
    {
        Command.Run(Repository.Script("pack")).Ok();
        var packages = Path.Combine(Repository.Root, "artifacts", "packages");
        Assert.Equal(3, Directory.GetFiles(packages, "*.nupkg").Length);
        Assert.Equal(3, Directory.GetFiles(packages, "*.snupkg").Length);
        var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(packages, "OciFs.Tar.*.nupkg").Single())["OciFs.Tar.".Length..];

        using var folder = new TempFolder();
        File.WriteAllText(folder["nuget.config"], $"""<configuration><packageSources><add key="packed" value="{packages}" /></packageSources></configuration>""");
        File.WriteAllText(folder["program.csproj"], $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
                <RestorePackagesPath>{folder["cache"]}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="OciFs" Version="[{version}]" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(folder["Program.cs"], Program);
        var layout = Path.Combine(Repository.Root, "tests", "Fixtures", "layouts", "platforms");
        Command.Run("dotnet", "build", folder["program.csproj"], "--output", folder["out"], "--verbosity", "quiet").Ok();
        var printed = Command.Run("dotnet", folder["out/program.dll"], $"oci:{layout}").Ok().TrimEnd().Split('\n');

        var manifests = JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "index.json")))!["manifests"]!.AsArray();
        Assert.Equal(manifests.Select(manifest => (string)manifest!["annotations"]!["org.opencontainers.image.ref.name"]!), printed[..^1], StringComparer.Ordinal);
        var digest = (string)manifests.Single(manifest => (string)manifest!["annotations"]!["org.opencontainers.image.ref.name"]! == "single-amd64")!["digest"]!;
        var config = (string)Document(layout, digest)["config"]!["digest"]!;
        Assert.Equal((string)Document(layout, config)["rootfs"]!["diff_ids"]![0]!, printed[^1]);
    }

    private static JsonNode Document(string layout, string digest) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "blobs", digest.Replace(':', '/'))))!;
}
