import PackagePlugin

/// Writes the files of a target's folder, profiles or other texts, into one Swift source, so that the
/// program needs no files beside it.
@main
struct EmbedProfiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let module = target as? any SourceModuleTarget else { return [] }
    let profiles = module.sourceFiles.map(\.url).filter { $0.pathExtension == "json5" }
      .sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedProfiles.swift")
    let form = module.name == "HardwareProfiles" ? "profiles" : "texts"
    return [
      .buildCommand(
        displayName: "Embedding the files of \(module.name)",
        executable: try context.tool(named: "EmbedProfilesTool").url,
        arguments: [form, output.path] + profiles.map(\.path),
        inputFiles: profiles, outputFiles: [output])
    ]
  }
}
